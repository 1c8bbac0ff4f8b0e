#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/base/hash.h"

/* FIPS 180-4's examples, and lengths around the padding's edge against one another. */
Test(hash, sha256_gives_the_standards_values)
{
	char	hex[SHA256_HEX];
	char	million[1000];

	sha256_of("", 0, hex);
	cr_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	sha256_of("abc", 3, hex);
	cr_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, hex);
	cr_assert_str_eq(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	{
		struct sha256	s;
		uint8_t		raw[SHA256_SIZE];

		memset(million, 'a', sizeof(million));
		sha256_init(&s);
		for (int i = 0; i < 1000; i++)
			sha256_add(&s, million, sizeof(million));
		sha256_end(&s, raw);
		sha256_hex(raw, hex);
	}
	cr_assert_str_eq(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

Test(hash, sha256_does_not_depend_on_how_the_bytes_are_cut)
{
	uint8_t		text[300], raw[SHA256_SIZE];
	char		whole[SHA256_HEX], parts[SHA256_HEX];
	struct sha256	s;

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (uint8_t)(i * 7);
	for (size_t n = 0; n < sizeof(text); n++) {
		sha256_of(text, n, whole);
		sha256_init(&s);
		for (size_t i = 0; i < n; i += 13)
			sha256_add(&s, text + i, n - i < 13 ? n - i : 13);
		sha256_end(&s, raw);
		sha256_hex(raw, parts);
		cr_assert_str_eq(whole, parts, "%zu bytes", n);
	}
}

/* Written to model files: if this fails, old models can no longer be read. */
Test(hash, hash64_never_changes)
{
	cr_assert_eq(hash64("", 0, 0), UINT64_C(0x6393d51c06c618dc));
	cr_assert_eq(hash64("routing", 7, 1), UINT64_C(0x320a8bc50e5e70d6));
	cr_assert_eq(hash64("ITEM_MATERIAL=SUS304", 20, 7), UINT64_C(0x1afa21eaa6a4f686));
}

Test(hash, hash64_tells_lengths_and_seeds_apart)
{
	static const char	zeros[32];

	for (size_t n = 0; n < sizeof(zeros); n++)
		for (size_t m = 0; m < n; m++)
			cr_assert_neq(hash64(zeros, n, 0), hash64(zeros, m, 0), "%zu, %zu", n, m);
	cr_assert_neq(hash64("a", 1, 0), hash64("a", 1, 1));
}
