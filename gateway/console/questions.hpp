// What a request asks, read from its query and its body. Whatever is wrong with it is an http::Problem, thrown.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/gate.hpp"
#include "casebook/reader.hpp"
#include "http/request.hpp"

namespace moderato::gateway::console {

inline constexpr std::size_t most_items = 200;

[[nodiscard]] std::size_t limit_in(const http::Request& request);  // 50, at most 200
[[nodiscard]] std::optional<casebook::Place> cursor_in(const http::Request& request);
[[nodiscard]] std::string cursor_text(const casebook::Place& place);
// "oldest", "newest", "score" or "rank", as far as it is one of `known`.
[[nodiscard]] casebook::Order order_in(const http::Request& request, casebook::Order usual,
                                       std::initializer_list<casebook::Order> known);
[[nodiscard]] std::optional<Time> time_in(const http::Request& request, std::string_view name);
// site, article, author, filter, code, q, moderator, state, from, to; and what the principal may see.
[[nodiscard]] casebook::Narrow narrow_in(const http::Request& request, const accounts::Principal& principal);

[[nodiscard]] boost::json::object body_in(const http::Request& request);

// One of a list of comments: {site, id, seq?}.
struct Named {
  casebook::CaseKey key;
  Seq seq;
};
[[nodiscard]] std::vector<Named> items_in(const boost::json::object& body);

}  // namespace moderato::gateway::console
