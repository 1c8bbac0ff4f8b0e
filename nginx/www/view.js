// An answer of POST /api/routing/predict as elements.  All text goes in as text.
import { language, t } from "./words.js";

const REASONS = 5;	// so many contributions are shown, the largest

// el("td", "number", child, ...): children are elements or text; null and undefined are left out.
export function el(name, cls, ...children) {
	const e = document.createElement(name);
	if (cls)
		e.className = cls;
	e.append(...children.filter((c) => c !== null && c !== undefined));
	return e;
}

function number(x, digits = 3) {
	if (typeof x !== "number" || !Number.isFinite(x))
		return t("none");
	const whole = Math.abs(x) >= 100;
	return new Intl.NumberFormat(language, whole ? { maximumFractionDigits: 0 } :
	    { maximumSignificantDigits: digits }).format(x);
}

function percent(x) {
	if (typeof x !== "number")
		return t("none");
	return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(x);
}

// A time in minutes: {p10,p50,p90}, a plain number, or nothing.
function minutes(x) {
	if (typeof x !== "object" || x === null)
		return el("span", null, number(x));
	const e = el("span", null, el("b", null, number(x.p50)), " ",
	    el("span", "range", `(${number(x.p10)}–${number(x.p90)})`));
	e.title = t("interval");
	return e;
}

function table(caption, heads, rows) {
	const head = el("tr");
	for (const h of heads) {
		const th = el("th", h.cls, h.text);
		th.scope = "col";
		head.append(th);
	}
	const box = el("div", "scroll", el("table", null, el("caption", "unseen", caption),
	    el("thead", null, head), el("tbody", null, ...rows)));
	box.tabIndex = 0;
	box.role = "region";
	box.ariaLabel = caption;
	return box;
}

function machine(op) {
	const e = el("td", null, op.res_cd ?? t("none"));
	if (op.res_dis && op.res_dis !== op.res_cd)
		e.append(el("span", "name", op.res_dis));
	for (const a of op.alternatives ?? [])
		e.append(el("span", "name", `↔ ${a.res_cd}${a.res_dis ? " " + a.res_dis : ""}` +
		    (typeof a.probability === "number" ? ` · ${percent(a.probability)}` : "")));
	return e;
}

function evidence(op) {
	const facts = [];
	if (typeof op.samples === "number")
		facts.push(t("samples", { n: number(op.samples) }));
	if (op.time_source)
		facts.push(t("source_" + op.time_source));
	return el("td", "number", percent(op.support), el("span", "name", facts.join(" · ")));
}

// proposed: with the evidence of a proposal; what stands in the ERP has none.
function operation(op, proposed) {
	const job = el("td", null, el("b", null, op.job_cd ?? t("none")));
	if (op.job_nm && op.job_nm !== op.job_cd)
		job.append(el("span", "name", op.job_nm));
	const where = el("td");
	if (typeof op.inside === "boolean")
		where.append(el("span", op.inside ? "tag" : "tag out", t(op.inside ? "inside" : "outsourced")));
	return el("tr", null, el("td", "number", op.proc_seq), job, machine(op), where,
	    el("td", "number", minutes(op.setup_minutes)),
	    el("td", "number", minutes(op.run_minutes_per_unit)), proposed ? evidence(op) : null);
}

function operations(ops, caption, proposed) {
	const heads = [
		{ text: t("seq"), cls: "number" }, { text: t("job") }, { text: t("resource") },
		{ text: t("where") }, { text: t("setup"), cls: "number" },
		{ text: t("run"), cls: "number" },
	];
	if (proposed)
		heads.push({ text: t("support"), cls: "number" });
	return table(caption, heads, (ops ?? []).map((op) => operation(op, proposed)));
}

function totals(x) {
	const list = el("dl", "totals");
	for (const [name, value] of [["total_setup", x.setup_minutes], ["total_run", x.run_minutes],
	    ["total_lead", x.lead_time_minutes]])
		if (value !== undefined && value !== null)
			list.append(el("div", null, el("dt", null, t(name)),
			    el("dd", null, minutes(value), ` ${t("minutes")}`)));
	return el("div", null, el("h3", null, t("totals", { n: number(x.quantity, 7) })), list);
}

function candidate(c) {
	const facts = [t("kind_" + c.kind)];
	if (c.support)
		facts.push(t("support_items", { n: number(c.support.items) }));
	if (c.support?.newest)
		facts.push(t("newest", { date: c.support.newest }));
	const e = el("div", null, el("p", "signature", (c.signature ?? "").split(">").join(" → ")),
	    el("p", "facts", facts.join(" · ")));
	if (c.source_items?.length > 0)
		e.append(el("p", "facts", `${t("sources")}: ` + c.source_items.map((s) =>
		    `${s.item_code} (${percent(s.similarity)})`).join(", ")));
	e.append(operations(c.operations, t("operations"), true), el("p", "facts", t("interval")));
	if (c.totals)
		e.append(totals(c.totals));
	return e;
}

// Tabs after the ARIA practices: arrows, Home and End move; one tab stop.
function candidates(list) {
	const bar = el("div", "tabs");
	const panels = [];
	const tabs = list.map((c, i) => {
		const tab = el("button", "tab", el("span", null, t("candidate", { n: c.rank ?? i + 1 })),
		    el("b", null, percent(c.probability)));
		const meter = el("meter");
		meter.value = c.probability ?? 0;
		meter.ariaHidden = "true";
		tab.append(meter);
		tab.type = "button";
		tab.role = "tab";
		tab.id = `tab-${i}`;
		tab.setAttribute("aria-controls", `panel-${i}`);
		const panel = el("div", "card panel", candidate(c));
		panel.role = "tabpanel";
		panel.id = `panel-${i}`;
		panel.setAttribute("aria-labelledby", tab.id);
		panels.push(panel);
		return tab;
	});
	const show = (n, focus) => {
		tabs.forEach((tab, i) => {
			tab.ariaSelected = String(i === n);
			tab.tabIndex = i === n ? 0 : -1;
			panels[i].hidden = i !== n;
		});
		if (focus)
			tabs[n].focus();
	};
	tabs.forEach((tab, i) => tab.addEventListener("click", () => show(i, false)));
	bar.role = "tablist";
	bar.ariaLabel = t("candidates");
	bar.addEventListener("keydown", (ev) => {
		const now = tabs.indexOf(document.activeElement), last = tabs.length - 1;
		const to = { ArrowRight: now === last ? 0 : now + 1, ArrowLeft: now === 0 ? last : now - 1,
			Home: 0, End: last }[ev.key];
		if (to === undefined || now === -1)
			return;
		ev.preventDefault();
		show(to, true);
	});
	bar.append(...tabs);
	show(0, false);
	return el("section", null, el("h2", null, t("candidates")), bar, ...panels);
}

function reasons(list) {
	const e = el("ul", "reasons");
	for (const c of (list ?? []).slice(0, REASONS)) {
		const query = c.query ?? t("none"), match = c.match ?? t("none");
		e.append(el("li", null, el("b", null, percent(c.share)), ` ${c.column}`,
		    el("span", "range", query === match ? query : `${query} ↔ ${match}`)));
	}
	return e;
}

function similar(list, ask) {
	const rows = list.map((s) => {
		const code = el("button", "link", s.item_code);
		code.type = "button";
		code.addEventListener("click", () => ask(s.item_code));
		return el("tr", null, el("td", null, code), el("td", "number", percent(s.similarity)),
		    el("td", null, t(s.has_routing ? "yes" : "no")), el("td", null, reasons(s.contributions)));
	});
	return el("section", "card", el("h2", null, t("similar")), table(t("similar"), [
		{ text: t("item_code") }, { text: t("similarity"), cls: "number" },
		{ text: t("routed") }, { text: t("why") },
	], rows));
}

function existing(list) {
	return el("section", "card", el("h2", null, t("existing")), ...list.map((r) => {
		const valid = r.valid_from || r.valid_to ? ` (${r.valid_from ?? ""} ~ ${r.valid_to ?? ""})` : "";
		return el("details", null, el("summary", null, `${t("rout_no")} ${r.rout_no ?? t("none")}${valid}: ` +
		    (r.operations ?? []).map((o) => o.job_cd).join(" → ")),
		    operations(r.operations, `${t("existing")} ${r.rout_no ?? ""}`, false));
	}));
}

// ask(code) is called when a similar item is chosen.
export function answer(a, ask) {
	const verdict = el("section", `card verdict ${a.decision}`,
	    el("h2", null, a.item_code ? `${a.item_code} ` : "", el("span", "badge", t("decision_" + a.decision))),
	    el("p", null, t("about_" + a.decision)));
	if (a.reason) {
		const reason = el("p", null, a.reason);
		reason.lang = "en";	// as the server words it
		verdict.append(reason);
	}
	const parts = [verdict];
	if (a.candidates?.length > 0)
		parts.push(candidates(a.candidates));
	if (a.existing_routings?.length > 0)
		parts.push(existing(a.existing_routings));
	if (a.similar_items?.length > 0)
		parts.push(similar(a.similar_items, ask));
	const foot = [];
	if (a.model?.version)
		foot.push(`${t("model")} ${a.model.version}`);
	if (typeof a.timings_us?.total === "number")
		foot.push(t("took", { ms: number(a.timings_us.total / 1000) }));
	parts.push(el("p", "facts", foot.join(" · ")));
	return parts;
}
