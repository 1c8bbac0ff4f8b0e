// Log in, ask for one item's routing, show it.  The session is a cookie that scripts cannot
// read; what changes something also bears the CSRF token, which lives in this page only.
import { answer, el } from "./view.js";
import { language, setLanguage, t } from "./words.js";

const $ = (id) => document.getElementById(id);
const sections = ["login", "change", "work"];
let csrf = "";
let user = null;
let shown = null;	// the last answer, to be drawn again in the other language
let asked = 0;		// number of the newest question: a late answer to an older one is dropped

class Problem extends Error {
	constructor(status, body, retryAfter) {
		super(body.detail ?? body.title ?? String(status));
		this.status = status;
		this.body = body;
		this.retryAfter = retryAfter;
	}
}

async function call(method, path, body) {
	const headers = { Accept: "application/json", "Accept-Language": language };
	if (body !== undefined)
		headers["Content-Type"] = "application/json";
	if (method !== "GET" && csrf)
		headers["X-CSRF-Token"] = csrf;
	let response, text;
	try {
		response = await fetch(path, { method, headers, credentials: "same-origin",
			cache: "no-store", body: body === undefined ? undefined : JSON.stringify(body) });
		text = await response.text();
	} catch {
		throw new Problem(0, {}, null);
	}
	let data = null;
	try {
		data = text === "" ? {} : JSON.parse(text);
	} catch {
		// Not JSON: nothing of it is shown.
	}
	if (!response.ok || data === null)
		throw new Problem(response.ok ? 502 : response.status, data ?? {},
		    response.headers.get("Retry-After"));
	return data;
}

function notice(kind, ...children) {
	$("notice").className = `notice ${kind}`;
	$("notice").hidden = children.length === 0;
	$("notice").replaceChildren(...children);
}

// item: what was asked for, to name it in "not found".
function complain(e, item) {
	if (!(e instanceof Problem))
		throw e;
	const known = { 0: t("no_network"), 403: t("forbidden"),
		404: item ? t("item_unknown", { item }) : undefined,
		429: t("too_many", { seconds: e.retryAfter ?? 10 }),
		502: t("unavailable"), 503: t("unavailable"), 504: t("unavailable") }[e.status];
	const lines = [el("b", null, known ?? `${t("error")} ${e.status}`)];
	if (e.body.detail && e.status !== 404)
		lines.push(el("span", "name", (e.body.field ? `${e.body.field}: ` : "") + e.body.detail));
	if (e.body.request_id)
		lines.push(el("span", "name", `${t("request_id")} ${e.body.request_id}`));
	notice("bad", ...lines);
}

function show(section, focus) {
	for (const s of sections)
		$(s).hidden = s !== section;
	$("logout").hidden = user === null;
	$("who").textContent = user ? user.display_name || user.username : "";
	$(focus).focus();
}

function forget() {
	user = null;
	csrf = "";
	shown = null;
	asked++;
	$("answer").replaceChildren();
	$("status").textContent = "";
	for (const form of document.forms)
		form.reset();
}

function enter(session) {
	user = session.user ?? session;
	csrf = session.csrf_token ?? csrf;
	$("change-form").elements.username.value = user.username ?? "";
	if (user.must_change_password)
		show("change", "current");
	else
		show("work", "code");
}

// One way for every form: no second press while one is under way.
function onSubmit(id, work) {
	$(id).addEventListener("submit", async (ev) => {
		ev.preventDefault();
		const button = $(id).querySelector("button:not([type])");
		if (button.ariaDisabled === "true")
			return;
		button.ariaDisabled = "true";
		notice("");
		try {
			await work($(id).elements);
		} finally {
			button.ariaDisabled = "false";
		}
	});
}

onSubmit("login-form", async (f) => {
	try {
		const session = await call("POST", "/api/auth/login",
		    { username: f.username.value, password: f.password.value });
		f.password.value = "";
		enter(session);
	} catch (e) {
		f.password.value = "";
		if (e.status === 401) {
			notice("bad", t(e.body.code === "password_expired" ? "password_expired" : "login_failed"));
			f.password.focus();
		} else {
			complain(e);
		}
	}
});

onSubmit("change-form", async (f) => {
	if (f.new.value !== f.again.value) {
		notice("bad", t("not_same"));
		f.new.focus();
		return;
	}
	try {
		const session = await call("POST", "/api/auth/change-password",
		    { current_password: f.current.value, new_password: f.new.value });
		$("change-form").reset();
		// The answer may bear a new session; else the present one goes on, or ends.
		if (session.csrf_token)
			enter(session);
		else
			await resume(false);
		notice("good", t("changed"));
	} catch (e) {
		complain(e);
		f.current.focus();
	}
});

async function predict(code, quantity) {
	const mine = ++asked;
	$("status").textContent = t("working");
	try {
		const body = { item_code: code, context: {} };
		if (quantity)
			body.context.quantity = Number(quantity);
		const a = await call("POST", "/api/routing/predict", body);
		if (mine !== asked)
			return;
		shown = a;
		draw();
	} catch (e) {
		if (mine !== asked)
			return;
		shown = null;
		draw();
		if (e.status === 401) {
			forget();
			show("login", "username");
			notice("bad", t("session_ended"));
		} else {
			complain(e, code);
		}
	}
}

function draw() {
	if (shown === null) {
		$("status").textContent = "";
		$("answer").replaceChildren();
		return;
	}
	$("status").textContent = t("done", { item: shown.item_code ?? "", n: shown.candidates?.length ?? 0 });
	$("answer").replaceChildren(...answer(shown, (code) => {
		$("code").value = code;
		$("predict-form").requestSubmit();
		$("code").focus();
	}));
}

onSubmit("predict-form", (f) => predict(f.code.value.trim(), f.quantity.value));

$("logout").addEventListener("click", async () => {
	try {
		await call("POST", "/api/auth/logout", {});
	} catch (e) {
		if (e.status !== 401) {	// ended already is as good
			complain(e);
			return;
		}
	}
	forget();
	notice("");
	show("login", "username");
});

function speak() {
	document.documentElement.lang = language;
	document.title = t("title");
	for (const e of document.querySelectorAll("[data-t]"))
		e.textContent = t(e.dataset.t);
	const other = language === "ko" ? "en" : "ko";
	$("language").lang = other;
	$("language").textContent = other === "ko" ? "한국어" : "English";
	draw();
}

$("language").addEventListener("click", () => {
	setLanguage(language === "ko" ? "en" : "ko");
	notice("");
	speak();
});

// Is there a session from before?  first: the page has just been opened.
async function resume(first) {
	try {
		enter(await call("GET", "/api/auth/me"));
	} catch (e) {
		forget();
		if (e.status === 401 && first)
			await signOn();
		else
			show("login", "username");
		if (e.status !== 401 || !first)
			complain(e);
	}
}

// A browser of the domain may have a ticket, tried once.  Whatever comes of it, or if it takes
// long, there is the form; who has used that meanwhile, or is typing, is not disturbed.
async function signOn() {
	const late = setTimeout(show, 1000, "login", "username");
	const session = await call("GET", "/api/auth/negotiate").catch(() => null);
	clearTimeout(late);
	if (session && user === null)
		enter(session);
	else if (user === null && $("login").hidden)
		show("login", "username");
}

speak();
await resume(true);
