#include <string_view>

#include "cli/compare_perspective/chart.hpp"
#include "cli/compare_perspective/report.hpp"
#include "cli/compare_perspective/wording.hpp"
#include "cli/terminal.hpp"

namespace moderato::cli {
namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --ground: #f3f4f7; --paper: #fff; --text: #1a1d23; --muted: #565d6b; --line: #dfe2e8;
  --theirs: #b4540a; --ours: #1b5bb8; --use: #11663d }
@media (prefers-color-scheme: dark) { :root { --ground: #121417; --paper: #1a1d22; --text: #e6e8ec; --muted: #a4abb8;
  --line: #2f343d; --theirs: #f0a860; --ours: #8fb8ff; --use: #7fd3a4 } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem 1rem 3rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem } h2 { font-size: 1.2rem; margin: 0 0 .5rem }
h3 { font-size: 1rem; margin: 1rem 0 .25rem } p { margin: 0 0 .75rem; max-width: 46rem } .muted { color: var(--muted) }
section { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.25rem;
  margin-top: 1rem }
.scroll { overflow-x: auto } table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100% }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: bottom }
td { white-space: nowrap } th:first-child { text-align: left } thead th { color: var(--muted); font-weight: 600 }
a { color: var(--ours) } .scroll + p { margin-top: .75rem }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1rem }
svg { width: 100%; height: auto; max-width: 32rem; display: block; font: 12px system-ui, sans-serif; fill: var(--text) }
svg rect { fill: var(--paper) } svg line, svg polyline { fill: none; stroke-width: 1 } .grid { stroke: var(--line) }
.tick { fill: var(--muted); font-size: 11px } .axis { font-size: 12px } .mid { text-anchor: middle }
.end { text-anchor: end } .dense { fill: var(--ours) } line.same { stroke: var(--text); stroke-dasharray: 5 4 }
line.use { stroke: var(--use); stroke-width: 1.5; stroke-dasharray: 2 3 }
.theirs { stroke: var(--theirs) } .ours { stroke: var(--ours) } svg .theirs, svg .ours { stroke-width: 2.25 }
svg .theirs { stroke-dasharray: 7 4 } pre { white-space: pre-wrap; background: var(--ground); border-radius: 6px;
  padding: .75rem; margin: .5rem 0 } blockquote { margin: .25rem 0 .75rem; padding-left: .75rem;
  border-left: 3px solid var(--line); overflow-wrap: anywhere; white-space: pre-wrap }
@media print { body { max-width: none } section { break-inside: avoid } }
)";

// It may be wider than the window; then the keyboard can move it as well.
constexpr const char* table_begin = R"(<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>)";
constexpr const char* table_end = "</table></div>";

// As text between tags, or in a quoted attribute.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// What turns the writing around, and control characters, are shown for what they are.
std::string harmless(std::string_view text) {
  return escaped(printable(text));
}

std::string cell(const std::string& text) {
  return "<td>" + text + "</td>";
}

std::string heading(const std::vector<std::string>& titles) {
  std::string out = "<thead><tr>";
  for (const std::string& title : titles) out += "<th scope=\"col\">" + title + "</th>";
  return out + "</tr></thead>";
}

std::string row_heading(const std::string& text) {
  return "<th scope=\"row\">" + text + "</th>";
}

std::string summary(const Report& report) {
  std::string out = std::string{"<section><h2>Agreement</h2>"} + table_begin +
                    heading({"Attribute", "Comments", "Pearson", "Spearman"}) + "<tbody>";
  for (const AttributeReport& each : report.attributes)
    out +=
        "<tr>" + row_heading("<a href=\"#" + attribute_name(each.index) + "\">" + attribute_name(each.index) + "</a>") +
        cell(std::to_string(each.count)) + cell(coefficient(each.pearson)) + cell(coefficient(each.spearman)) + "</tr>";
  return out + "</tbody>" + table_end + "</section>\n";
}

std::string decision_row(const std::string& title, const Decisions& decisions, std::size_t compared) {
  return "<tr>" + row_heading(title) + cell(std::to_string(decisions.both)) +
         cell(std::to_string(decisions.only_perspective)) + cell(std::to_string(decisions.only_moderato)) +
         cell(percent(decisions.only_perspective + decisions.only_moderato, compared)) + "</tr>";
}

std::string decided(const Report& report) {
  if (listed(report.thresholds).empty() || report.compared == 0) return "";
  return "<section><h2>Decisions</h2><p>Held by Perspective: what reaches " + listed(report.thresholds) + ".</p>" +
         table_begin +
         heading(
             {"Moderato’s thresholds", "Held by both", "Perspective alone", "Moderato alone", "Decided differently"}) +
         "<tbody>" + decision_row("the same", report.as_they_are, report.compared) +
         decision_row("to hold as many: " + listed(report.same_share), report.matched, report.compared) + "</tbody>" +
         table_end + "<p>The second row for the filter itself, in moderato.toml:</p><pre>" +
         escaped(thresholds_toml(report)) + "</pre></section>\n";
}

std::string attribute(const AttributeReport& report) {
  std::string out = "<section id=\"" + attribute_name(report.index) + "\"><h2>" + attribute_name(report.index) +
                    "</h2><div class=\"charts\">\n<div>" + scatter_chart(report) + "</div>\n<div>" +
                    held_chart(report) + "</div>\n</div>" + table_begin +
                    heading({"Held from", "Perspective", "Moderato", "By both", "Perspective alone", "Moderato alone",
                             "To hold as many", "On civility’s scale"}) +
                    "<tbody>";
  bool guesses = false;
  for (const HeldAt& held : report.held) {
    const bool guess = held.same_share && held.perspective < few;
    guesses = guesses || guess;
    const std::string mark = guess ? " ?" : "";
    out += "<tr>" + row_heading(decimals(held.threshold, 1)) + cell(percent(held.perspective, report.count)) +
           cell(percent(held.moderato, report.count)) + cell(std::to_string(held.both)) +
           cell(std::to_string(held.only_perspective())) + cell(std::to_string(held.only_moderato())) +
           cell(held.same_share ? threshold_text(*held.same_share) + mark : "–") +
           cell(held.civility ? threshold_text(*held.civility) + mark : "–") + "</tr>";
  }
  out += std::string{"</tbody>"} + table_end;
  if (guesses)
    out += "<p class=\"muted\">?: fewer than " + std::to_string(few) + " comments reach it; take it for a guess.</p>";
  return out + "</section>\n";
}

std::string examples(const std::vector<Example>& list, const std::string& title) {
  if (list.empty()) return "";
  std::string out = "<h3>" + title + "</h3>";
  for (const Example& each : list)
    out += "<div class=\"muted\">" + attribute_name(each.index) + ": Perspective " + decimals(each.perspective, 2) +
           ", Moderato " + decimals(each.moderato, 2) + (each.id.empty() ? "" : ". " + harmless(each.id)) +
           "</div><blockquote dir=\"auto\">" + harmless(each.text) + "</blockquote>";
  return out;
}

std::string head(const Report& report) {
  std::string out = "<h1>Perspective and Moderato, compared</h1><p>" + counted(report.comments, "comment", "comments") +
                    ", " + std::to_string(report.compared) +
                    " of them scored by both. Moderato’s scores are those of its civility filter, on Perspective’s "
                    "scale.</p>";
  for (const auto& [why, count] : report.refused)
    out += "<p class=\"muted\">Perspective can’t score " + std::to_string(count) + ": " + harmless(why) + "</p>";
  return out + "\n";
}

}  // namespace

std::string report_html(const Report& report) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\"><meta name=\"referrer\" content=\"no-referrer\"><title>Perspective and Moderato, "
      "compared</title><style>" +
      std::string{style} + "</style></head><body><main>\n" + head(report) + summary(report) + decided(report);
  for (const AttributeReport& each : report.attributes) out += attribute(each);
  if (!report.attributes.empty())
    out +=
        "<section><h2>How to read the pictures</h2><p>Left, each hexagon is a place with comments: the stronger its "
        "colour, the more (by the logarithm). On the dashed line both give the same score. The dotted lines are your "
        "threshold and the one of Moderato that holds as many. Right, the share of comments held from each threshold "
        "on: where the two curves lie on each other, the same threshold holds as many comments, though not "
        "always the same ones.</p></section>\n";
  const std::string told = examples(report.only_perspective, "Held by Perspective alone") +
                           examples(report.only_moderato, "Held by Moderato alone");
  if (!told.empty()) out += "<section><h2>Decided differently, with as many held</h2>" + told + "</section>\n";
  return out + "</main></body></html>\n";
}

}  // namespace moderato::cli
