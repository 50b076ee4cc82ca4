#include "console/questions.hpp"

#include <algorithm>
#include <charconv>

#include "comment/json_fields.hpp"

namespace moderato::gateway::console {
namespace json = boost::json;
namespace {

using casebook::Order;
using http::Problem;
using http::Request;

constexpr std::size_t most_words = 500;  // bytes

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view word_of(Order order) {
  switch (order) {
    case Order::oldest:
      return "oldest";
    case Order::newest:
      return "newest";
    case Order::score:
      return "score";
    case Order::rank:
      return "rank";
  }
  return "";
}

std::string field_text(const Request& request, std::string_view name) {
  return std::string{request.query_value(name).value_or("")};
}

}  // namespace

std::size_t limit_in(const Request& request) {
  const auto text = request.query_value("limit");
  if (!text) return 50;
  const auto limit = number<std::size_t>(*text);
  if (!limit || *limit < 1 || *limit > most_items)
    throw Problem{400, "limit.invalid", "limit must be a whole number from 1 to 200."};
  return *limit;
}

std::optional<casebook::Place> cursor_in(const Request& request) {
  const auto text = request.query_value("cursor");
  if (!text) return std::nullopt;
  const std::size_t dot = text->find('.');
  const auto key = number<std::int64_t>(text->substr(0, dot));
  const auto seq = dot == text->npos ? std::nullopt : number<std::int64_t>(text->substr(dot + 1));
  if (!key || !seq) throw Problem{400, "cursor.invalid", "This cursor can't be used: begin with the first page."};
  return casebook::Place{*key, *seq};
}

std::string cursor_text(const casebook::Place& place) {
  return std::to_string(place.key) + '.' + std::to_string(place.seq);
}

Order order_in(const Request& request, Order usual, std::initializer_list<Order> known) {
  const auto text = request.query_value("sort");
  if (!text) return usual;
  std::string words;
  for (const Order order : known) {
    if (*text == word_of(order)) return order;
    words.append(words.empty() ? "" : ", ").append(word_of(order));
  }
  throw Problem{400, "sort.invalid", "sort must be one of " + words + '.'};
}

std::optional<Time> time_in(const Request& request, std::string_view name) {
  const auto text = request.query_value(name);
  if (!text || text->empty()) return std::nullopt;
  if (const auto time = parse_rfc3339(*text)) return time;
  throw Problem{400, std::string{name} + ".invalid",
                std::string{name} + " must be a time such as 2026-11-23T08:15:00Z."};
}

casebook::Narrow narrow_in(const Request& request, const accounts::Principal& principal) {
  casebook::Narrow narrow;
  narrow.scope = principal.scope.sites;
  narrow.site = field_text(request, "site");
  narrow.article = field_text(request, "article");
  narrow.author = field_text(request, "author");
  narrow.filter = field_text(request, "filter");
  narrow.code = field_text(request, "code");
  narrow.words = field_text(request, "q");
  if (narrow.words.find_first_not_of(" \t") == std::string::npos) narrow.words.clear();
  if (narrow.words.size() > most_words)
    throw Problem{400, "q.too_long", "Search for fewer words: q may have at most 500 bytes."};
  narrow.moderator = field_text(request, "moderator");
  if (const auto state = request.query_value("state"); state && !state->empty()) {
    narrow.state = casebook::state_from(*state);
    if (!narrow.state)
      throw Problem{400, "state.invalid", "state must be approved, held, rejected, withdrawn or erased."};
  }
  narrow.from = time_in(request, "from");
  narrow.to = time_in(request, "to");
  return narrow;
}

json::object body_in(const Request& request) {
  json::error_code failed;
  json::value parsed = json::parse(request.body, failed);
  if (failed || !parsed.is_object()) throw Problem{400, "body.invalid", "The body must be a JSON object."};
  return std::move(parsed.get_object());
}

std::vector<Named> items_in(const json::object& body) {
  const json::array& list = list_in(body, "items");
  if (list.empty() || list.size() > most_items)
    throw Problem{400, "items.invalid", "items must name 1 to 200 comments."};
  std::vector<Named> items;
  for (const json::value& each : list) {
    const json::object* const item = each.if_object();
    if (item == nullptr || text_in(*item, "site").empty() || text_in(*item, "id").empty())
      throw Problem{400, "items.invalid", "Each of items must have a site and an id."};
    items.push_back(
        {{std::string{text_in(*item, "site")}, std::string{text_in(*item, "id")}}, {integer_in(*item, "seq")}});
  }
  return items;
}

}  // namespace moderato::gateway::console
