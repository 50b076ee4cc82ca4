// What goes on: decisions over time, filters and how far moderators agree with them, how long comments wait.
import { figure, stackedColumns, stackedLines } from "./charts.js";
import { choice, element } from "./dom.js";
import { filterName } from "./parts.js";
import { addressOf } from "./shell.js";
import { language, number, percent, say } from "./texts.js";
import { duration } from "./time.js";

const PERIODS = {
  day: { hours: 24, step: "hour" },
  week: { hours: 7 * 24, step: "day" },
  month: { hours: 30 * 24, step: "day" },
};

const tile = (title, value, more) =>
  element(
    "div",
    { class: "tile" },
    element("dt", {}, title),
    element(
      "dd",
      {},
      element("span", { class: "figure-value" }, value),
      more && element("span", { class: "hint" }, more),
    ),
  );

class ActivityPage {
  constructor(app, query) {
    this.app = app;
    this.title = say("activity");
    this.query = query;
    const go = (name) => (value) => (location.hash = addressOf("activity", [], { ...this.query, [name]: value }));
    const sites = app.session.sites.map((site) => [site, site]);
    this.period = choice(
      Object.keys(PERIODS).map((name) => [name, say(`period_${name}`)]),
      this.periodOf(query),
      go("period"),
      { "aria-label": say("period") },
    );
    this.site = choice([["", say("allSites")], ...sites], query.site ?? "", go("site"), {
      "aria-label": say("by_site"),
    });
    this.body = element("div", { class: "activity" }, element("p", { class: "hint loading" }, say("loading")));
    this.element = element(
      "div",
      { class: "page" },
      element(
        "div",
        { class: "page-head" },
        element("h1", {}, this.title),
        element("div", { class: "filter-line" }, sites.length > 1 && this.site, this.period),
      ),
      this.body,
    );
    this.load();
  }

  periodOf({ period }) {
    return Object.hasOwn(PERIODS, period ?? "") ? period : "week";
  }

  moved(query) {
    this.query = query;
    this.period.value = this.periodOf(query);
    this.site.value = query.site ?? "";
    this.load();
    return true;
  }

  async load() {
    const turn = (this.turn = {});
    const { hours, step } = PERIODS[this.periodOf(this.query)];
    const to = new Date();
    const from = new Date(to - hours * 3600000);
    this.body.setAttribute("aria-busy", "true");
    try {
      const stats = await this.app.api.get("stats", {
        site: this.query.site,
        step,
        from: from.toISOString(),
        to: to.toISOString(),
      });
      if (this.turn === turn) this.body.replaceChildren(...this.pictures(stats, step));
    } catch (error) {
      if (this.turn === turn) this.body.replaceChildren(this.app.shell.failed(error, () => this.load()));
    }
    this.body.removeAttribute("aria-busy");
  }

  pictures(stats, step) {
    return [
      this.tiles(stats),
      this.decisions(stats.decisions, step),
      this.agreement(stats.filters),
      this.filters(stats.filters),
      this.age(stats.queue_age),
      this.moderators(stats.moderators),
    ].filter(Boolean);
  }

  tiles({ decisions, queue_age, review_time, latency, daemon }) {
    const sum = (name) => decisions.reduce((all, each) => all + (each[name] ?? 0), 0);
    const waiting = queue_age.reduce((all, { count }) => all + count, 0);
    const decided = sum("approved") + sum("held") + sum("rejected");
    const ms = (us) =>
      new Intl.NumberFormat(language, {
        style: "unit",
        unit: "millisecond",
        maximumFractionDigits: us < 10000 ? 2 : 0,
      }).format(us / 1000);
    return element(
      "dl",
      { class: "tiles" },
      tile(
        say("tileComments"),
        number(decided),
        decided > 0 ? say("tilePublished", { share: percent(sum("approved") / decided) }) : null,
      ),
      tile(say("tileWaiting"), number(waiting)),
      tile(
        say("tileReview"),
        review_time.count > 0 ? duration(review_time.p50_s) : "–",
        review_time.count > 0 ? say("tileReviewMore", { time: duration(review_time.p90_s) }) : null,
      ),
      latency
        ? tile(say("tileLatency"), ms(latency.p50_us), say("tileLatencyMore", { time: ms(latency.p99_us) }))
        : tile(say("tileLatency"), "–", say("daemonAwayShort")),
      daemon
        ? tile(
            say("tileDaemon"),
            daemon.ledger_writable ? say("daemonWell") : say("daemonNotWriting"),
            say("tileDaemonMore", { version: daemon.version, time: duration(daemon.uptime_s) }),
          )
        : tile(say("tileDaemon"), say("daemonAwayShort")),
    );
  }

  decisions(decisions, step) {
    const series = ["approved", "held", "rejected", "withdrawn"].map((name) => ({
      name: say(`state_${name}`),
      look: name,
      key: name,
    }));
    const short = new Intl.DateTimeFormat(
      language,
      step === "hour" ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" },
    );
    const full = new Intl.DateTimeFormat(
      language,
      step === "hour" ? { dateStyle: "medium", timeStyle: "short" } : { dateStyle: "full" },
    );
    const columns = decisions.map((each) => ({
      label: short.format(new Date(each.at)),
      full: full.format(new Date(each.at)),
      values: series.map(({ key }) => each[key] ?? 0),
    }));
    return figure({
      title: say("chartDecisions"),
      more: say("chartDecisionsMore"),
      wide: true,
      series,
      draw: (width, show) => stackedColumns(width, columns, series, show),
      head: [say("col_when"), ...series.map(({ name }) => name), say("reviewed")],
      rows: decisions.map((each, i) => [
        columns[i].full,
        ...series.map(({ key }) => number(each[key] ?? 0)),
        number(each.reviewed ?? 0),
      ]),
    });
  }

  filters(filters) {
    const series = ["held", "rejected"].map((name) => ({ name: say(`state_${name}`), look: name, key: name }));
    const sorted = filters.toSorted((a, b) => b.held + b.rejected - a.held - a.rejected);
    const lines = sorted.map((each) => ({
      label: filterName(each.filter),
      values: series.map(({ key }) => each[key]),
      note: number(each.held + each.rejected),
    }));
    return figure({
      title: say("chartFilters"),
      more: say("chartFiltersMore"),
      series,
      draw: (width, show) => stackedLines(width, lines, series, show),
      head: [say("by_filter"), ...series.map(({ name }) => name)],
      rows: sorted.map((each) => [filterName(each.filter), number(each.held), number(each.rejected)]),
    });
  }

  agreement(filters) {
    const series = ["agreed", "overruled"].map((name) => ({ name: say(name), look: name, key: name }));
    const judged = filters.filter(({ agreed, overruled }) => agreed + overruled > 0);
    const share = ({ agreed, overruled }) => agreed / (agreed + overruled);
    const sorted = judged.toSorted((a, b) => share(b) - share(a));
    const lines = sorted.map((each) => ({
      label: filterName(each.filter),
      values: series.map(({ key }) => each[key]),
      note: say("agreedShare", { share: percent(share(each)) }),
    }));
    return figure({
      title: say("chartAgreement"),
      more: say("chartAgreementMore"),
      series,
      draw: (width, show) => stackedLines(width, lines, series, show, { whole: true }),
      head: [say("by_filter"), ...series.map(({ name }) => name), say("share")],
      rows: sorted.map((each) => [
        filterName(each.filter),
        number(each.agreed),
        number(each.overruled),
        percent(share(each)),
      ]),
    });
  }

  age(ages) {
    const series = [{ name: say("waitingShort"), look: "held" }];
    const label = (i) => {
      const upTo = ages[i].up_to_s;
      if (upTo === null) return say("ageMore", { time: duration(ages[i - 1]?.up_to_s ?? 0) });
      return i === 0
        ? say("ageUpTo", { time: duration(upTo) })
        : say("ageBetween", { from: duration(ages[i - 1].up_to_s), to: duration(upTo) });
    };
    const lines = ages.map(({ count }, i) => ({ label: label(i), values: [count], note: number(count) }));
    return figure({
      title: say("chartAge"),
      more: say("chartAgeMore"),
      draw: (width, show) => stackedLines(width, lines, series, show),
      head: [say("waitingSince"), say("comments")],
      rows: lines.map((line) => [line.label, line.note]),
    });
  }

  moderators(moderators) {
    const series = ["approved", "rejected"].map((name) => ({ name: say(`state_${name}`), look: name, key: name }));
    const lines = moderators.map((each) => ({
      label: each.name,
      values: series.map(({ key }) => each[key]),
      note:
        each.p50_s === null
          ? number(each.approved + each.rejected)
          : `${number(each.approved + each.rejected)} · ${duration(each.p50_s)}`,
    }));
    return figure({
      title: this.app.may("lead") ? say("chartModerators") : say("chartOwn"),
      more: say("chartModeratorsMore"),
      series,
      draw: (width, show) => stackedLines(width, lines, series, show),
      head: [say("moderatorName"), ...series.map(({ name }) => name), say("undoneCount"), say("medianTime")],
      rows: moderators.map((each) => [
        each.name,
        number(each.approved),
        number(each.rejected),
        number(each.undone),
        each.p50_s === null ? "–" : duration(each.p50_s),
      ]),
    });
  }
}

export const open = (app, { query }) => new ActivityPage(app, query);
