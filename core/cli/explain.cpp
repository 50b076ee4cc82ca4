// moderato explain: why a comment was decided as it was.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <set>
#include <vector>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "comment/json_fields.hpp"
#include "comment/json_text.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

struct ExplainOptions {
  std::string id;
  std::string site = "default";
};

constexpr std::size_t most_pieces = 10;
constexpr std::size_t longest_piece = 60;

struct Piece {
  Span span;
  double weight = 0;
};

std::vector<Span> spans_of(const json::object& reason) {
  std::vector<Span> spans;
  for (const json::value& value : list_in(reason, "spans")) {
    const json::array* pair = value.if_array();
    if (pair == nullptr || pair->size() != 2) continue;
    json::error_code failed;
    const auto begin = pair->at(0).to_number<std::uint32_t>(failed);
    const auto end = failed ? 0 : pair->at(1).to_number<std::uint32_t>(failed);
    if (!failed) spans.push_back({begin, end});
  }
  return spans;
}

// What a reason marks in `text`, the heaviest first; empty when the filter did not weigh.
std::vector<Piece> pieces_of(const json::object& reason, std::string_view text) {
  const std::vector<Span> spans = spans_of(reason);
  const json::array& weights = list_in(reason, "weights");
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < spans.size() && spans.size() == weights.size(); ++i) {
    json::error_code failed;
    const double weight = weights[i].to_number<double>(failed);
    const Span& span = spans[i];
    if (!failed && span.begin < span.end && span.end <= text.size()) pieces.push_back({span, weight});
  }
  std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.weight > b.weight; });
  return pieces;
}

std::string scores_of(const json::object& verdict, std::string_view filter) {
  std::string out;
  const json::object* all = object_in(verdict, "scores");
  const json::object* scores = all == nullptr ? nullptr : object_in(*all, filter);
  if (scores == nullptr) return out;
  for (const auto& [attribute, value] : *scores) {
    const std::string_view name{attribute.data(), attribute.size()};
    out += (out.empty() ? "" : ", ") + printable(name) + " " + share(number_in(*scores, name));
  }
  return out;
}

// One a line and the weight first: no piece of a text can pass for another's weight.
void show_pieces(const Painter& painter, const std::vector<Piece>& pieces, std::string_view text) {
  for (std::size_t i = 0; i < std::min(pieces.size(), most_pieces); ++i) {
    const auto [span, weight] = pieces[i];
    std::string number;
    append_json_number(number, weight);
    const std::string piece = one_line(text.substr(span.begin, span.end - span.begin), longest_piece);
    std::cout << "    " << padded(number, -6) << "  "
              << painter.mark(piece, std::array{Span{0, static_cast<std::uint32_t>(piece.size())}}) << '\n';
  }
  if (pieces.size() > most_pieces) std::cout << "    and " << pieces.size() - most_pieces << " more\n";
}

// `text` is what was judged; empty when it is not known.
void show_reason(const Painter& painter, const json::object& reason, std::string_view text) {
  std::cout << "    " << painter.verdict(text_in(reason, "action")) << "  " << printable(text_in(reason, "code"));
  if (const double score = number_in(reason, "score"); score > 0) std::cout << "  score " << share(score);
  if (flag_in(reason, "shadow")) std::cout << "  (shadow: without effect)";
  if (flag_in(reason, "error")) std::cout << "  (the filter failed: on_error)";
  if (const auto message = text_in(reason, "message"); !message.empty())
    std::cout << "\n    " << one_line(message, 2'000);
  std::cout << '\n';
  show_pieces(painter, pieces_of(reason, text), text);
}

void show_filter(const Painter& painter, const json::object& verdict, std::string_view filter, std::string_view text) {
  std::cout << "  " << painter.paint(printable(filter), Colour::bold);
  const json::object* times = object_in(verdict, "took_us");
  if (times != nullptr && times->contains({filter.data(), filter.size()}))
    std::cout << painter.paint("  " + std::to_string(integer_in(*times, filter)) + " us", Colour::dim);
  std::cout << '\n';
  bool any = false;
  for (const json::value& value : list_in(verdict, "reasons")) {
    const json::object* reason = value.if_object();
    if (reason == nullptr || text_in(*reason, "filter") != filter) continue;
    show_reason(painter, *reason, text);
    any = true;
  }
  if (!any) std::cout << "    " << painter.verdict("pass") << '\n';
  if (const std::string scores = scores_of(verdict, filter); !scores.empty())
    std::cout << "    " << painter.paint(scores, Colour::dim) << '\n';
}

void show_decision(const Painter& painter, const json::object& verdict, std::string_view text) {
  std::cout << '\n'
            << painter.verdict(text_in(verdict, "action")) << " by " << one_line(text_in(verdict, "decided_by"), 256)
            << ", " << one_line(text_in(verdict, "decided_at"), 32) << "  (seq " << integer_in(verdict, "seq")
            << ", revision " << integer_in(verdict, "revision");
  if (const auto chain = text_in(verdict, "chain"); !chain.empty())
    std::cout << ", configuration " << one_line(chain, 64);
  std::cout << ")\n";
  // The filters that were asked, in the order of the chain; a moderator's reason has no time.
  std::set<std::string_view> shown;
  std::vector<std::string_view> filters;
  if (const json::object* times = object_in(verdict, "took_us"))
    for (const auto& entry : *times) filters.emplace_back(entry.key().data(), entry.key().size());
  for (const json::value& value : list_in(verdict, "reasons"))
    if (const json::object* reason = value.if_object()) filters.push_back(text_in(*reason, "filter"));
  for (const std::string_view filter : filters)
    if (shown.insert(filter).second) show_filter(painter, verdict, filter, text);
}

// Set apart line by line: a comment that looks like a decision must not be taken for one.
std::string in_quotes(const std::string& text) {
  std::string out = "  | ";
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "  | ";
  }
  return out;
}

void show_explanation(const json::object& answer) {
  const Painter painter = Painter::for_output(STDOUT_FILENO);
  const json::object* comment = object_in(answer, "comment");
  const json::array& history = list_in(answer, "history");
  if (comment == nullptr || history.empty()) return;
  const json::object* newest = history.back().if_object();
  if (newest == nullptr) return;

  const std::string_view text = text_in(*comment, "text");
  // Older revisions had another text.
  const auto has_this_text = [newest](const json::object& verdict) {
    return integer_in(verdict, "revision") == integer_in(*newest, "revision");
  };
  std::vector<Span> spans;
  for (const json::value& value : history) {
    const json::object* verdict = value.if_object();
    if (verdict == nullptr || !has_this_text(*verdict)) continue;
    for (const json::value& each : list_in(*verdict, "reasons"))
      if (const json::object* reason = each.if_object())
        for (const Span& span : spans_of(*reason)) spans.push_back(span);
  }
  const json::object* author = object_in(*comment, "author");
  std::cout << painter.paint(one_line(text_in(*newest, "site"), 64) + " " + one_line(text_in(*newest, "id"), 128),
                             Colour::bold)
            << "  on " << one_line(text_in(*newest, "article"), 200) << ", by "
            << (author == nullptr ? "" : one_line(text_in(*author, "id"), 256)) << "\n\n"
            << in_quotes(painter.mark(text, spans)) << '\n';
  for (const json::value& value : history)
    if (const json::object* verdict = value.if_object())
      show_decision(painter, *verdict, has_this_text(*verdict) ? text : std::string_view{});
}

ExitCode run(const Globals& globals, const ExplainOptions& options) {
  return ask_and_show(globals, {{"request", "explain"}, {"site", options.site}, {"id", options.id}}, show_explanation);
}

void declare(Command& command, ExplainOptions& options) {
  command.option("id", options.id, "The comment's id").required();
  command.option("--site", options.site, "The comment's site").shows_default();
  command.footer(
      "Shows the text with what caused a finding marked, and every decision on it: each filter's finding, score and\n"
      "time taken, what each marked piece weighed where the filter says so (in its own unit, the heaviest first), and\n"
      "the hash of the configuration that decided.");
}

}  // namespace

void add_explain(Command& parent, Chosen& chosen) {
  add_command<ExplainOptions>(parent, chosen, "explain", "Show why a comment was decided as it was", &declare, &run);
}

}  // namespace moderato::cli
