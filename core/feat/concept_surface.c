/* Words that deny a concept; heat treatments, platings, coatings. */
#include "config.h"

#include "core/feat/concept_priv.h"

const struct concept concept_surface[] = {
	/* ---- words about them -------------------------------------------------------------- */
	{ CONCEPT_BEFORE, NULL, "no, non, not, without, w/o, w/out, without any, no any, ohne, "
	    "except, excl, exclude, excluding, free of, =무, =미, =無, does not need, not to be" },
	{ CONCEPT_BEHIND, NULL, "없음, 없이, 없는, 없슴, 없을 것, 안함, 안 함, 않음, 하지않음, "
	    "하지 않음, 하지말것, 하지 말것, 하지 말 것, 불필요, 제외, 생략, 금지, 미실시, "
	    "미적용, 미시행, 미포함, 불가, 불요, 無し, なし, not required, not req'd, not req, "
	    "not needed, not necessary, not applied, not applicable, not allowed, "
	    "not permitted, not included, none, n/a, nil, omit, omitted, excluded, prohibited, "
	    "unnecessary, entfällt, nicht erforderlich" },
	{ CONCEPT_NOTHING, NULL, "part no, parts no, p/no, item no, serial no, serial number, "
	    "s/no, ser no, heat no, h/no, tag no, lot no, code no, dwg no, drawing no, job no, "
	    "charge no, model no, mat'l no, material no, order no, po no, wo no, 풀림방지, "
	    "풀림 방지, 질화규소, 질화알루미늄, 질화붕소, 질화물, 탄화규소, 경화제, lap joint, "
	    "lapped joint, lap flange, balance type, balanced type, balance seal, "
	    "balanced seal, balance piston, balance drum, balance disc, balance disk, "
	    "balance sleeve, 밸런스형, 발란스형, 밸런스타입, 발란스타입, unbalance, "
	    "unbalanced, unbalance type, 언밸런스, 언발란스, stamping press, tin bronze, "
	    "tin base, tin babbitt, copper tube, gear box, gearbox, gear pump, 기어박스, "
	    "기어펌프, 기어 펌프, heat exchanger, 무전원, 무기질, 무산소동, 무급유, "
	    "합금도금강판, 아연도금강판, 도장비, 전도금속, carbide tool, 표면처리제, "
	    "paint marker, pressure test port, drill chuck, tap water, 연마재, 연마석, 세척액, "
	    "제외부, 제외면, 제외 부위, 제외구간, 세정액, 절삭유, 용접봉, welding rod, "
	    "welding wire, 용접기" },

	/* ---- heat treatment ---------------------------------------------------------------- */
	{ "heat treatment", NULL, "heat treatment, heat treat, heat treated, heat treating, "
	    "heat treament, heat traetment, heat-treatment, heattreat, h/treat, h/treatment, "
	    "h/t, ht, 열처리, 熱処理, wärmebehandlung, wärmebehandelt, wärmebehandeln, "
	    "waermebehandlung, thermal treatment" },
	{ "quenching and tempering", "heat treatment", "q&t, qt, q.t, q/t, quench and temper, "
	    "quenched and tempered, quenching and tempering, quench & temper, "
	    "quenched & tempered, quenching & tempering, quench temper, quenched tempered, "
	    "quenching tempering, quench'd & temper'd, hardened and tempered, "
	    "hardened & tempered, harden and temper, 조질, 조질처리, 담금질뜨임, 담금질 뜨임, "
	    "담금질 및 뜨임, 소입소려, 소입 소려, 調質, vergütet, verguetet, vergüten, "
	    "vergütung, 焼入焼戻, 焼入れ焼戻し, 焼き入れ焼き戻し" },
	{ "hardening", "heat treatment", "hardening, hardened, harden, hardend, hard'g, hrd'n, "
	    "quench, quenched, quenching, quench hardening, oil quench, oil quenching, "
	    "water quench, water quenching, 담금질, 소입, 경화, 경화처리, 경화열처리, "
	    "표면경화, surface hardening, surface hardened, case hardening, case hardened, "
	    "flame hardening, flame hardened, 화염경화, 화염소입, gehärtet, gehaertet, härten, "
	    "haerten, randschichtgehärtet, flammgehärtet, 焼入, 焼入れ, 焼き入れ, 유냉, "
	    "수냉경화" },
	{ "induction hardening", "hardening", "induction hardening, induction hardened, "
	    "induction harden, induction heat treatment, induction hard, induction quench, "
	    "induction quenching, induction, high frequency, high frequency hardening, "
	    "high frequency quenching, high freq, h.f.q, h.f quenching, hf hardening, "
	    "h.f hardening, i/h, ih, 고주파, 고주파열처리, 고주파 열처리, 고주파경화, "
	    "고주파 경화, 고주파소입, 고주파 소입, 고주파담금질, 고주파 담금질, 유도경화, "
	    "유도가열, 高周波, 高周波焼入, 高周波焼入れ, induktionsgehärtet, induktivgehärtet, "
	    "induktiv gehärtet, induktionshärten" },
	{ "laser hardening", "hardening", "laser hardening, laser hardened, 레이저경화, "
	    "레이져경화, 레이저열처리, 레이저 열처리, laserhärten, lasergehärtet" },
	{ "vacuum hardening", "hardening", "vacuum hardening, vacuum hardened, "
	    "vacuum heat treatment, vacuum heat treated, vacuum quenching, vacuum h/t, "
	    "진공열처리, 진공 열처리, 진공소입, 真空焼入, 真空焼入れ, 真空熱処理, "
	    "vakuumhärten, vakuumgehärtet" },
	{ "carburizing", "hardening", "carburizing, carburising, carburized, carburised, "
	    "carburize, carburization, carburzing, carborizing, carb. & hard, gas carburizing, "
	    "vacuum carburizing, 침탄, 침탄열처리, 침탄 열처리, 침탄경화, 침탄소입, 가스침탄, "
	    "진공침탄, 고체침탄, 浸炭, 浸炭焼入, einsatzgehärtet, einsatzhärten, aufgekohlt" },
	{ "carburizing stop-off", "carburizing", "carburizing prevention, anti carburizing, "
	    "carburizing stop off, 침탄방지, 침탄 방지, 방탄처리, 방탄도금, 防炭" },
	{ "carbonitriding", "hardening", "carbonitriding, carbo nitriding, carbonitrided, "
	    "침탄질화, 침탄 질화, 질화침탄, 浸炭窒化, karbonitriert, carbonitriert" },
	{ "nitriding", "heat treatment", "nitriding, nitrided, nitride, nitriting, "
	    "nitridation, nitrization, gas nitriding, gas nitrided, 질화, 질화처리, 가스질화, "
	    "질화열처리, 窒化, nitriert, nitrieren, gasnitriert, gasnitrieren" },
	{ "ion nitriding", "nitriding", "ion nitriding, ion nitrided, plasma nitriding, "
	    "plasma nitrided, 이온질화, 이온 질화, 플라즈마질화, 플라즈마 질화, "
	    "plasmanitriert, イオン窒化" },
	{ "nitrocarburizing", "nitriding", "nitrocarburizing, nitro carburizing, "
	    "nitrocarburised, nitrocarburized, ferritic nitrocarburizing, soft nitriding, "
	    "gas soft nitriding, tufftride, tufftriding, tuftride, tuftriding, tenifer, "
	    "salt bath nitriding, qpq, melonite, 연질화, 가스연질화, 가스 연질화, 염욕질화, "
	    "염욕 질화, 터프트라이드, 터프트라이딩, 산질화, 軟窒化, タフトライド, "
	    "nitrocarburiert, teniferiert, badnitriert" },
	{ "boronizing", "hardening", "boronizing, boriding, boronized, borided, 보로나이징, "
	    "붕화, 침붕, boriert" },
	{ "sulphurizing", "heat treatment", "sulfurizing, sulphurizing, sulfinuz, sulf bt, "
	    "침유, 침황, 浸硫" },
	{ "tempering", "heat treatment", "tempering, tempered, temper, 뜨임, 소려, 템퍼링, "
	    "저온뜨임, 고온뜨임, 焼戻, 焼戻し, 焼き戻し, angelassen, anlassen" },
	{ "solution annealing", "heat treatment", "solution annealing, solution annealed, "
	    "solution anneal, solution treatment, solution treated, solution treat, "
	    "solution heat treatment, solution heat treated, sol. annealing, sol. annealed, "
	    "sol. treatment, sol'n annealing, sol'n treatment, solutionizing, solution ht, "
	    "solution h/t, s/ht, 용체화, 용체화처리, 용체화열처리, 용체화 열처리, 고용화, "
	    "고용화처리, 고용화열처리, 고용화 열처리, 溶体化, 固溶化, lösungsgeglüht, "
	    "loesungsgeglueht, lösungsglühen" },
	{ "stress relief", "heat treatment", "stress relief, stress relieve, stress relieved, "
	    "stress relieving, stress releif, stress-relief, stress relief annealing, "
	    "stress free, stress free annealing, stress removal, s/r, s/relief, s/relieving, "
	    "응력제거, 응력 제거, 응력제거열처리, 응력제거 열처리, 응력제거소둔, 응력제거풀림, "
	    "잔류응력제거, 잔류응력 제거, 응력풀림, 응력완화, 応力除去, 応力除去焼鈍, "
	    "spannungsarmgeglüht, spannungsarm geglüht, spannungsarmglühen, entspannt geglüht" },
	{ "post weld heat treatment", "stress relief", "pwht, p.w.h.t, "
	    "post weld heat treatment, post weld heat treat, post-weld heat treatment, "
	    "용접후열처리, 용접후 열처리, 용접 후 열처리, 후열처리, 溶接後熱処理" },
	{ "vibratory stress relief", "stress relief", "vibratory stress relief, "
	    "vibration stress relief, vsr, 진동응력제거, 진동 응력제거" },
	{ "annealing", "heat treatment", "annealing, annealed, anneal, anealing, aneal, "
	    "anneling, full annealing, full annealed, bright annealing, bright annealed, "
	    "soft annealed, spheroidizing, spheroidized, spheroidize, spheroidising, 소둔, "
	    "풀림, 풀림처리, 어닐링, 어닐, 광휘소둔, 광휘열처리, 완전풀림, 구상화, 구상화소둔, "
	    "구상화풀림, 저온소둔, 焼鈍, 焼なまし, geglüht, gegluht, weichgeglüht, "
	    "weichglühen, 球状化" },
	{ "normalizing", "heat treatment", "normalizing, normalising, normalized, normalised, "
	    "normalize, normalzing, 소준, 불림, 노멀라이징, 노말라이징, 노르말라이징, 焼準, "
	    "焼ならし, normalgeglüht, normalisiert, normalglühen" },
	{ "ageing", "heat treatment", "aging, ageing, aged, age hardening, age hardened, "
	    "age harden, precipitation hardening, precipitation hardened, precipitation, "
	    "precipitation heat treatment, ppt hardening, artificial aging, h900, h925, h950, "
	    "h1000, h1025, h1050, h1075, h1100, h1125, h1150, 시효, 시효처리, 시효경화, "
	    "시효 경화, 시효열처리, 석출경화, 석출 경화, 석출열처리, 석출, 에이징, 時効, "
	    "時効硬化, 析出硬化, ausgelagert, warmausgelagert, ausgehärtet, "
	    "ausscheidungsgehärtet" },
	{ "sub-zero", "heat treatment", "sub-zero, subzero, sub zero treatment, "
	    "subzero treatment, deep freezing, deep freeze, cryogenic treatment, "
	    "cryo treatment, cryo treated, cryogenic treated, 서브제로, 서브 제로, 써브제로, "
	    "심냉, 심냉처리, 심냉 처리, 초심냉, 극저온처리, 극저온 처리, サブゼロ, tiefkühlen, "
	    "tiefgekühlt" },
	{ "austempering", "hardening", "austempering, austempered, austemper, 오스템퍼, "
	    "오스템퍼링, marquenching, martempering, 마퀜칭, 마템퍼링, 염욕열처리, salt bath, "
	    "솔트열처리, zwischenstufenvergütet" },
	{ "hydrogen bake", "heat treatment", "hydrogen embrittlement relief, "
	    "embrittlement relief, hydrogen bake, de-embrittlement, hydrogen relief, baking, "
	    "baked, 베이킹, 탈수소, 탈수소처리, 수소취성제거, 수소취성 제거, 수소취성, 脱水素, "
	    "ベーキング" },
	{ "hot isostatic pressing", "heat treatment", "hot isostatic pressing, "
	    "hot isostatic press, hipped, 열간등방압, 열간정수압" },

	/* ---- platings ---------------------------------------------------------------------- */
	{ "surface treatment", NULL, "surface treatment, surface treated, surface treat, "
	    "surface finishing treatment, 표면처리, 표면 처리, 表面処理, oberflächenbehandlung" },
	{ "plating", "surface treatment", "plating, plated, plate'g, plat'g, pl'g, platting, "
	    "electroplating, electroplated, electro plating, electro-plating, !unplated, 도금, "
	    "도금처리, 전기도금, 전해도금, 메키, 메끼, 멕기, 맥기, 맷기, メッキ, めっき, 鍍金, "
	    "galvanisiert, galvanisch beschichtet" },
	{ "chrome plating", "plating", "chrome plating, chrome plated, chrome plate, "
	    "chrome-plated, chrome coating, chrome coated, chromium plating, chromium plated, "
	    "chromium plate, chrom plating, chrom plated, crome plating, chorme plating, "
	    "chrome platting, chromed, cr plating, cr plated, cr-plating, cr coating, "
	    "cr plate, cr'd, c/r plating, cr도금, cr 도금, cr코팅, cr 코팅, 크롬도금, "
	    "크롬 도금, 크롬코팅, 크롬 코팅, 크롬메키, 크롬메끼, 크롬멕기, 크롬맥기, "
	    "크로뮴도금, 크로뮴 도금, 크롬처리, mfcr, ep-fe/cr, verchromt, verchromen, "
	    "クロムメッキ, クロムめっき, クロームメッキ" },
	{ "hard chrome", "chrome plating", "hard chrome, hard chrome plating, "
	    "hard chrome plated, hard chrome plate, hard chrome coating, hard chrome coated, "
	    "hard chromed, hard chromium, hard chromium plating, hard chromium plated, "
	    "hard chrom, hard chrom plating, hard crome, hard cr, hard-cr, hard cr plating, "
	    "hard cr plated, hard cr coating, hard cr도금, hcr, h/cr, h.cr, h-cr, "
	    "h.cr plating, h/chrome, h.chrome plating, hcr도금, h/cr도금, hcr plating, "
	    "hcr plated, industrial chrome, 경질크롬, 경질 크롬, 경질크롬도금, 경질 크롬도금, "
	    "경질 크롬 도금, 경질크롬코팅, 경질크로뮴, 경질cr, 경질cr도금, 경질 cr도금, "
	    "경질도금, 경질 도금, 경크롬, 하드크롬, 하드 크롬, 하드크롬도금, 공업용크롬, "
	    "공업용 크롬, 工業用クロム, 硬質クロム, 硬質クロムメッキ, hartverchromt, "
	    "hartchrom, hartverchromen, ep-fe/icr" },
	{ "decorative chrome", "chrome plating", "decorative chrome, decorative chromium, "
	    "decorative chrome plating, bright chrome, 장식크롬, 장식 크롬, 장식용크롬, "
	    "장식용 크롬, 장식크롬도금, 유광크롬, 무광크롬, 흑크롬, black chrome, 装飾クロム, "
	    "glanzverchromt" },
	{ "nickel plating", "plating", "nickel plating, nickel plated, nickel plate, "
	    "nickel coating, nickel coated, nickel-plated, nickle plating, nickle plated, "
	    "nikel plating, ni plating, ni plated, ni-plating, ni coating, ni도금, ni 도금, "
	    "니켈도금, 니켈 도금, 니켈코팅, 니켈메키, 니켈멕기, 니켈맥기, 니켈처리, 전해니켈, "
	    "전해니켈도금, electrolytic nickel, electro nickel, sulfamate nickel, "
	    "설파민산니켈, mfni, ep-fe/ni, vernickelt, vernickeln, ニッケルメッキ, "
	    "ニッケルめっき" },
	{ "electroless nickel", "nickel plating", "electroless nickel, "
	    "electroless nickel plating, electroless nickel plated, "
	    "electroless nickel coating, electroless ni, electroless ni plating, "
	    "electroless plating, electroless plated, electroless, electro-less nickel, "
	    "electro less ni, eletroless nickel, electrolees nickel, electoless nickel, "
	    "electroles nickel, eless nickel, e'less ni, e/less ni, chemical nickel, "
	    "chemical nickel plating, e-ni, e/ni, e.ni, el. ni, eni, enp, e.n.p, en plating, "
	    "en coating, e.n plating, e-nickel, e/nickel, eni도금, en도금, ni-p plating, "
	    "ni-p coating, ni-p도금, nip plating, kanigen, kanizen, nibron, 무전해니켈, "
	    "무전해 니켈, 무전해니켈도금, 무전해 니켈도금, 무전해 니켈 도금, 무전해ni, "
	    "무전해ni도금, 무전해 ni, 무전해 ni도금, 무전해도금, 무전해 도금, 무전해, "
	    "화학니켈, 화학 니켈, 화학니켈도금, 카니젠, 카니젠도금, 無電解ニッケル, 無電解, "
	    "カニゼン, chemisch nickel, chemisch vernickelt, chem. vernickelt" },
	{ "zinc plating", "plating", "zinc plating, zinc plated, zinc plate, zinc coating, "
	    "zinc coated, zinc-plated, zink plating, zinc electroplating, electro zinc, "
	    "electro galvanizing, electro galvanized, electrogalvanized, zn plating, "
	    "zn plated, zn-plating, zn coating, zn도금, zn 도금, 아연도금, 아연 도금, "
	    "아연코팅, 전기아연도금, 전기아연, 백아연, 백색아연, 황아연, 흑아연, 흑색아연, "
	    "유색아연, 칼라아연, 3가아연, 3가백색, 3가크로메이트, 아연메키, 아연멕기, 징크, "
	    "유니크로, 유니크롬, mfzn, ep-fe/zn, verzinkt, galvanisch verzinkt, verzinken, "
	    "亜鉛メッキ, 亜鉛めっき, ユニクロ, 三価" },
	{ "zinc nickel plating", "plating", "zinc nickel, zinc nickel plating, zinc-nickel, "
	    "zn-ni, zn-ni plating, zn/ni, 아연니켈, 아연니켈도금, 아연-니켈, 아연니켈합금, "
	    "zink-nickel, 亜鉛ニッケル" },
	{ "zinc flake coating", "coating", "zinc flake, zinc flake coating, zinc flake coated, "
	    "dacromet, dacrotized, dacro, geomet, geomet coating, magni, delta protekt, "
	    "delta-tone, 다크로, 다크로메트, 다크로타이즈, 다크로 처리, 지오메트, 지오멧, "
	    "zinklamelle, zinklamellenbeschichtet, ダクロ, ダクロメット, ジオメット" },
	{ "hot dip galvanizing", "plating", "hot dip galvanizing, hot dip galvanized, "
	    "hot dip galvanised, hot dip galvanising, hot dipped galvanized, hot dip galv, "
	    "hot dip zinc, hot dip, hot-dip, hdg, h.d.g, h/d galv, galvanizing, galvanized, "
	    "galvanised, galvanising, galvanize, galvernized, galv'd, 용융아연, 용융아연도금, "
	    "용융 아연도금, 용융도금, 갈바나이징, 갈바니, 아연용융도금, 溶融亜鉛, "
	    "溶融亜鉛メッキ, ドブ漬け, feuerverzinkt, feuerverzinken, zinc spray, 아연용사" },
	{ "cadmium plating", "plating", "cadmium plating, cadmium plated, cadmium plate, "
	    "cadmium, cad plating, cad plated, cad. plate, cd plating, cd plated, cd도금, "
	    "카드뮴도금, 카드뮴 도금, 카드뮴, 카드늄도금, カドミウムメッキ, verkadmet, kadmiert" },
	{ "tin plating", "plating", "tin plating, tin plated, tin plate, tin-plated, tinned, "
	    "tinning, sn plating, sn plated, sn-plating, sn도금, sn 도금, 주석도금, 주석 도금, "
	    "^석도금, 주석메키, 주석코팅, verzinnt, verzinnen, スズメッキ, 錫メッキ, すずめっき" },
	{ "copper plating", "plating", "copper plating, copper plated, copper plate, "
	    "copper-plated, copper coating, cu plating, cu plated, cu도금, cu 도금, ^동도금, "
	    "구리도금, 구리 도금, 청화동도금, 유산동도금, 무전해동, 무전해동도금, "
	    "무전해 동도금, verkupfert, 銅メッキ, 銅めっき" },
	{ "silver plating", "plating", "silver plating, silver plated, silver plate, "
	    "silver-plated, silver coating, ag plating, ag plated, ag도금, ag 도금, ^은도금, "
	    "versilbert, 銀メッキ, 銀めっき" },
	{ "gold plating", "plating", "gold plating, gold plated, gold plate, au plating, "
	    "au plated, au도금, ^금도금, vergoldet, 金メッキ, 金めっき" },
	{ "lead plating", "plating", "lead plating, lead plated, pb plating, 납도금, 연도금, "
	    "verbleit" },
	{ "nickel composite plating", "electroless nickel", "ni-ptfe, nickel teflon, "
	    "nickel ptfe, niflor, nickel ptfe plating, kaniflon, 니켈테프론, 니켈테플론, "
	    "니켈-테프론, 무전해테프론, 카니프론, カニフロン, ni-sic, nikasil, "
	    "nickel silicon carbide, ni-b, ni-w, ni-co" },
	{ "brush plating", "plating", "brush plating, brush plated, selective plating, "
	    "브러쉬도금, 브러시도금, 부분도금, 국부도금, 부분 도금, partial plating" },
	{ "chromate", "surface treatment", "chromate, chromating, chromated, "
	    "chromate conversion, chromate treatment, chromate coating, chem film, chemfilm, "
	    "chemical film, chemical conversion, alodine, alodined, iridite, yellow chromate, "
	    "white chromate, 크로메이트, 크로메이팅, 크로메트, 크롬산염, 크로메이트처리, "
	    "알로다인, 알로딘, 화성피막, クロメート, 化成処理, アロジン, chromatiert, "
	    "gelbchromatiert, blauchromatiert" },

	/* ---- anodizing --------------------------------------------------------------------- */
	{ "anodizing", "surface treatment", "anodizing, anodized, anodize, anodising, "
	    "anodised, anodise, anodization, anodic oxidation, anodic coating, anod, anod'g, "
	    "annodizing, annodized, anodizng, anodzing, anodyzing, alumite, alumilite, "
	    "아노다이징, 아노다이즈, 아노다이싱, 아노디이징, 애노다이징, 애노다이즈, "
	    "아노다이지, 알마이트, 알루마이트, 양극산화, 양극 산화, 양극산화피막, "
	    "흑색아노다이징, 백색아노다이징, 흑아노다이징, アルマイト, 陽極酸化, eloxiert, "
	    "eloxieren, eloxal, anodisiert" },
	{ "hard anodizing", "anodizing", "hard anodizing, hard anodized, hard anodize, "
	    "hard anodising, hard anodised, hard anod, hard anod., hard-anodizing, "
	    "hard anodic, hard coat anodize, hard coat anodizing, hardcoat, hard annodizing, "
	    "h/anodizing, h.anodizing, type iii anodizing, type iii anodize, type 3 anodize, "
	    "anodize type iii, anodizing type iii, hard alumite, 경질아노다이징, "
	    "경질 아노다이징, 경질아노다이즈, 경질애노다이징, 경질아노, 경질알루마이트, "
	    "경질알마이트, 경질양극산화, 하드아노다이징, 하드 아노다이징, 하드아노, "
	    "硬質アルマイト, harteloxiert, harteloxal, hartanodisiert, hart eloxiert" },
	{ "soft anodizing", "anodizing", "soft anodizing, soft anodized, soft anodize, "
	    "sulfuric anodizing, sulfuric acid anodizing, sulphuric anodizing, "
	    "type ii anodize, type ii anodizing, anodize type ii, chromic anodizing, "
	    "chromic acid anodizing, 연질아노다이징, 연질 아노다이징, 연질아노다이즈, "
	    "연질아노, 연질알루마이트, 일반아노다이징, 일반 아노다이징, 황산아노다이징, 황산법" },
	{ "micro arc oxidation", "anodizing", "micro arc oxidation, mao coating, "
	    "plasma electrolytic oxidation, peo coating, keronite, 플라즈마전해산화, "
	    "마이크로아크" },

	/* ---- coatings ---------------------------------------------------------------------- */
	{ "coating", "surface treatment", "coating, coated, coat, coat'g, coatting, !uncoated, "
	    "코팅, 코팅처리, 코오팅, コーティング, コート, beschichtet, beschichtung" },
	{ "pvd coating", "coating", "pvd, p.v.d, pvd coating, pvd coated, "
	    "physical vapor deposition, physical vapour deposition, ion plating, 이온플레이팅, "
	    "이온 플레이팅, 이온도금, pvd코팅, sputtering, sputter, 스퍼터링, 진공증착, "
	    "イオンプレーティング, pvd-beschichtet" },
	{ "titanium nitride coating", "pvd coating", "tin, ti-n, tin coating, tin coated, "
	    "tin-coating, tin coat, tin pvd, pvd tin, tin코팅, tin 코팅, titanium nitride, "
	    "titanium nitride coating, 질화티탄, 질화티타늄, 티타늄나이트라이드, 티타늄코팅, "
	    "티타늄 코팅, 티타늄질화, titannitrid, 窒化チタン" },
	{ "titanium carbonitride coating", "pvd coating", "ticn, ti-cn, ticn coating, "
	    "ticn coated, ticn코팅, ticn 코팅, titanium carbonitride, 탄질화티탄" },
	{ "titanium aluminium nitride coating", "pvd coating", "tialn, ti-aln, tialn coating, "
	    "tialn coated, tialn코팅, altin, altin coating, alcrn, alcrn coating, "
	    "titanium aluminum nitride, titanium aluminium nitride, tisin" },
	{ "chromium nitride coating", "pvd coating", "crn, cr-n, crn coating, crn coated, "
	    "crn코팅, crn 코팅, chromium nitride, chrome nitride, 질화크롬, zrn, zrn coating, "
	    "zirconium nitride" },
	{ "cvd coating", "coating", "cvd, c.v.d, cvd coating, cvd coated, "
	    "chemical vapor deposition, chemical vapour deposition, cvd코팅, pecvd, 화학증착, "
	    "화학기상증착, cvd sic, td treatment, td처리, td process" },
	{ "diamond-like carbon", "pvd coating", "dlc, d.l.c, dlc coating, dlc coated, dlc코팅, "
	    "dlc 코팅, diamond like carbon, diamond-like carbon, diamond like coating, "
	    "다이아몬드상카본, 다이아몬드라이크카본, ta-c" },
	{ "diamond coating", "coating", "diamond coating, diamond coated, diamond face, "
	    "다이아몬드코팅, 다이아몬드 코팅, 다이아코팅, diamantbeschichtet, "
	    "ダイヤモンドコーティング" },
	{ "thermal spray", "coating", "thermal spray, thermal spraying, thermal sprayed, "
	    "thermal spray coating, metal spray, metal spraying, metalizing, metallizing, "
	    "plasma spray, plasma spraying, plasma sprayed, plasma coating, flame spray, "
	    "flame spraying, arc spray, arc spraying, twin wire arc, cold spray, "
	    "spray coating, spray fuse, spray & fuse, self fluxing, self-fluxing alloy, ^용사, "
	    "용사코팅, 용사 코팅, 용사처리, 플라즈마용사, 플라즈마 용사, 플라즈마코팅, "
	    "금속용사, 메탈용사, 화염용사, 아크용사, 자용합금, 스프레이코팅, 스프레이 코팅, "
	    "溶射, プラズマ溶射, 自溶合金, thermisch gespritzt, plasmagespritzt, flammgespritzt" },
	{ "tungsten carbide coating", "thermal spray", "tungsten carbide coating, "
	    "tungsten carbide coated, tungsten carbide spray, tungsten carbide overlay, "
	    "tungsten coating, carbide coating, carbide coated, carbide spray, wc coating, "
	    "wc coated, wc spray, wc-co coating, wc-co spray, wc-ni coating, wc-co-cr, wccocr, "
	    "wc용사, wc 용사, wc코팅, wc 코팅, wc-co 코팅, wc-co용사, t/c coating, t/c coated, "
	    "t.c coating, t/c코팅, t/c 코팅, t.c 코팅, tc coating, tc코팅, t/c용사, t/c 용사, "
	    "hvof, h.v.o.f, hvof coating, hvof spray, hvaf, 초경용사, 초경 용사, 초경코팅, "
	    "초경 코팅, 초경용사코팅, 텅스텐카바이드코팅, 텅스텐카바이드 코팅, "
	    "텅스텐카바이드용사, 텅스텐 카바이드 코팅, 텅스텐코팅, 텅스텐용사, 카바이드코팅, "
	    "카바이드 코팅, 고속화염용사, d-gun, detonation gun, jet kote, 超硬溶射, "
	    "タングステンカーバイド溶射, hartmetallbeschichtet" },
	{ "chromium carbide coating", "thermal spray", "chromium carbide coating, "
	    "chrome carbide coating, chrome carbide, chromium carbide, cr3c2, cr3c2 coating, "
	    "cr3c2-nicr, cr3c2 코팅, cr3c2용사, 크롬카바이드, 크롬카바이드코팅, 탄화크롬" },
	{ "ceramic coating", "thermal spray", "ceramic coating, ceramic coated, ceramic spray, "
	    "ceramic spraying, ceramic sprayed, ceramic plasma, 세라믹코팅, 세라믹 코팅, "
	    "세라믹용사, 세라믹 용사, 세라믹용사코팅, 세라믹스프레이, 세라믹 스프레이, "
	    "세라믹플라즈마, セラミック溶射, セラミックコーティング, keramikbeschichtet, "
	    "keramisch beschichtet" },
	{ "chromium oxide coating", "ceramic coating", "chromium oxide, "
	    "chromium oxide coating, chromium oxide spray, chrome oxide, chrome oxide coating, "
	    "chrome oxide spray, chrom oxide, chromeoxide, cr oxide, cr2o3, cr2o3 coating, "
	    "cr2o3 coated, cr2o3 spray, cr2o3코팅, cr2o3 코팅, cr2o3용사, 크롬옥사이드, "
	    "크롬 옥사이드, 크롬옥사이드코팅, 크롬산화물, 산화크롬, 산화크롬용사, 酸化クロム, "
	    "chromoxid" },
	{ "alumina coating", "ceramic coating", "alumina coating, alumina coated, "
	    "alumina spray, alumina sprayed, al2o3 coating, al2o3 coated, al2o3 spray, "
	    "al2o3코팅, al2o3 코팅, al2o3용사, al2o3 용사, aluminum oxide coating, "
	    "aluminium oxide coating, 알루미나코팅, 알루미나 코팅, 알루미나용사, "
	    "알루미나 용사, 산화알루미늄코팅, アルミナ溶射, alumina titania, al2o3-tio2" },
	{ "zirconia coating", "ceramic coating", "zirconia coating, zro2 coating, ysz, "
	    "thermal barrier coating, tbc coating, 지르코니아코팅, 지르코니아 코팅, "
	    "지르코니아용사, 열차폐코팅, yttria coating, y2o3 coating, y2o3코팅, 이트리아코팅" },
	{ "fluoropolymer coating", "coating", "ptfe coating, ptfe coated, ptfe coat, "
	    "ptfe-coating, ptfe코팅, ptfe 코팅, teflon coating, teflon coated, teflon coat, "
	    "teflon-coating, 테프론코팅, 테프론 코팅, 테플론코팅, 테플론 코팅, 테프론코팅처리, "
	    "불소코팅, 불소 코팅, 불소수지코팅, 불소수지 코팅, 불소수지도장, 불소도장, "
	    "fluoropolymer coating, fluoropolymer, fluorocarbon coating, fluoro coating, "
	    "xylan, xylan coating, 자일란, 자일란코팅, fep coating, fep coated, pfa coating, "
	    "pfa coated, pfa코팅, etfe coating, etfe코팅, ectfe coating, halar, halar coating, "
	    "할라코팅, pvdf coating, テフロンコート, テフロンコーティング, フッ素コート, "
	    "フッ素樹脂コーティング, ptfe-beschichtet, teflonbeschichtet" },
	{ "lining", "coating", "lining, lined, 라이닝, ライニング, ausgekleidet, auskleidung" },
	{ "fluoropolymer lining", "lining", "ptfe lining, ptfe lined, teflon lining, "
	    "teflon lined, pfa lining, pfa lined, pfa라이닝, pfa 라이닝, etfe lining, "
	    "etfe lined, 테프론라이닝, 테프론 라이닝, 테플론라이닝, 불소수지라이닝, "
	    "テフロンライニング" },
	{ "rubber lining", "lining", "rubber lining, rubber lined, rubber-lined, r/lining, "
	    "rubber coating, rubber coated, ebonite, 고무라이닝, 고무 라이닝, 고무코팅, "
	    "고무 코팅, 우레탄코팅, 우레탄 코팅, 우레탄라이닝, urethane lining, "
	    "urethane coating, polyurethane coating, ゴムライニング, gummiert, gummierung" },
	{ "glass lining", "lining", "glass lining, glass lined, glass-lined, 글라스라이닝, "
	    "글라스 라이닝, 법랑, enamel, enameled, enamelled, porcelain enamel, "
	    "グラスライニング, emailliert" },
	{ "babbitt lining", "lining", "babbitt, babbit, babbitting, babbitted, babbitt lining, "
	    "white metal, whitemetal, white metal lining, w/metal, 배빗, 배비트, 바비트, "
	    "화이트메탈, 화이트 메탈, 백메탈, ホワイトメタル, weißmetall" },
	{ "dry film lubricant", "coating", "dry film lubricant, dry film, dry lube, "
	    "solid film lubricant, solid lubricant, mos2, mos2 coating, mos2 coated, mos2코팅, "
	    "mos2 코팅, molybdenum disulfide, molybdenum disulphide, moly coating, molykote, "
	    "molycote, 몰리코트, 몰리브덴코팅, 이황화몰리브덴, 이황화몰리브덴코팅, 건식윤활, "
	    "고체윤활, 고체윤활제, 固体潤滑, 二硫化モリブデン, gleitlack, "
	    "gleitlackbeschichtet, graphite coating, 흑연코팅" },
	{ "epoxy coating", "painting", "epoxy coating, epoxy coated, epoxy paint, "
	    "epoxy painting, fbe, fusion bonded epoxy, coal tar epoxy, tar epoxy, 에폭시코팅, "
	    "에폭시 코팅, 에폭시도장, 에폭시 도장, 에폭시페인트, 타르에폭시, エポキシ塗装" },
	{ "nylon coating", "coating", "nylon coating, nylon coated, rilsan, rilsan coating, "
	    "나일론코팅, 나일론 코팅, nylon11 coating, pe coating, pe코팅, 폴리에틸렌코팅" },
	{ "powder coating", "painting", "powder coating, powder coated, powder coat, "
	    "powder paint, powder painting, p/coating, p/coated, electrostatic painting, "
	    "electrostatic powder, 분체도장, 분체 도장, 분체도색, 분체코팅, 분체 코팅, 분체, "
	    "파우더코팅, 파우더 코팅, 정전도장, 정전분체, 정전분체도장, 粉体塗装, "
	    "pulverbeschichtet, pulverbeschichtung" },
	{ "electrocoating", "painting", "e-coating, e-coat, ecoat, ed coating, ed paint, "
	    "ed도장, electro deposition coating, electrodeposition, electrodeposition coating, "
	    "electrocoating, ktl, 전착도장, 전착 도장, 전착코팅, 電着塗装, カチオン, "
	    "kathodische tauchlackierung" },
	{ "painting", "surface treatment", "painting, painted, paint, paint'g, primer, "
	    "priming, primed, primer coating, shop primer, top coat, topcoat, undercoat, "
	    "touch up, touch-up, munsell, !unpainted, 도장, 도장작업, 도색, 페인트, 페인팅, "
	    "뺑끼, 프라이머, 방청도장, 방청페인트, 광명단, 우레탄도장, 우레탄 도장, 소부도장, "
	    "래커, 락카, 塗装, ペイント, lackiert, lackierung, grundiert, grundierung, anstrich" },
	{ "phosphating", "surface treatment", "phosphating, phosphated, phosphate, "
	    "phosphate coating, phosphate coated, phosphatizing, zinc phosphate, zn phosphate, "
	    "zinc phosphating, manganese phosphate, mn phosphate, manganese phosphating, "
	    "iron phosphate, parkerizing, parkerising, parkerized, parkerize, parkerzing, "
	    "parco, parco lubrite, lubrite, bonderizing, bonde, 인산염, 인산염피막, "
	    "인산염 피막, 인산염처리, 인산염코팅, 인산망간, 인산 망간, 인산망간피막, 인산아연, "
	    "인산아연피막, 인산피막, 파카라이징, 파커라이징, 파카라이즈, 파커라이즈, =파카, "
	    "=파커, ^파카처리, ^파커처리, 본더라이징, 본데라이트, 루브라이트, パーカー, "
	    "パーカーライジング, パルホス, リン酸塩, リン酸マンガン, リン酸亜鉛, phosphatiert, "
	    "phosphatieren, manganphosphatiert, zinkphosphatiert" },
	{ "black oxide", "surface treatment", "black oxide, black oxided, black oxidize, "
	    "black oxidizing, black oxidised, black oxidation, black oxid, "
	    "black oxide coating, black ox, black finish, black finishing, black coating, "
	    "black treatment, blackening, blackened, blacking, blackodizing, b/oxide, b/ox, "
	    "b.oxide, b/oxidizing, bk/ox, bluing, blueing, blued, blackodize, 흑염, 흑염처리, "
	    "흑착색, 흑 착색, 흑피막, 흑 피막, 흑색산화, 흑색 산화, 흑색피막, 흑색 피막, "
	    "흑색산화피막, 흑색착색, 흑염착색, 흑화처리, 흑화, 흑처리, 사산화삼철, 사삼산화철, "
	    "블랙옥사이드, 블랙 옥사이드, 블랙옥시, 블랙닝, 부루잉, 블루잉, 黒染, 黒染め, "
	    "四三酸化鉄, 黒色酸化, brüniert, bruniert, brueniert, brünieren, schwarzoxid, "
	    "geschwärzt" },
	{ "passivation", "surface treatment", "passivation, passivate, passivated, "
	    "passivating, passivisation, passivization, passivition, passivaton, "
	    "citric passivation, nitric passivation, 패시베이션, 파시베이션, 패시베이트, "
	    "부동태, 부동태화, 부동태처리, 부동태 처리, 부동태피막, 不動態, 不動態化, "
	    "パシベーション, パシペート, passiviert, passivieren" },
	{ "pickling", "surface treatment", "pickling, pickled, pickle, pikling, acid pickling, "
	    "acid clean, acid cleaning, acid wash, acid washing, acid dip, ^산세, 산세척, "
	    "산세처리, 산세 처리, 전해산세, 질산세척, 피클링, 酸洗, 酸洗い, gebeizt, beizen" },
	{ "etching treatment", "surface treatment", "chemical etching, photo etching, "
	    "photoetching, 포토에칭, 화학에칭, 부식가공, フォトエッチング, chemical milling, "
	    "chem milling" },
	{ "impregnation", NULL, "impregnation, impregnated, impregnate, impreg, "
	    "resin impregnated, resin impregnation, antimony impregnated, metal impregnated, "
	    "vacuum impregnation, 함침, 함침처리, 수지함침, 레진함침, 안티몬함침, "
	    "안티모니함침, 금속함침, 진공함침, 含浸, imprägniert, harzimprägniert" },
	{ "cementing of threads", "surface treatment", "anti seize, anti-seize, antiseize, "
	    "고착방지" },
};
const size_t concept_nsurface = sizeof(concept_surface) / sizeof(concept_surface[0]);
