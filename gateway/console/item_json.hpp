// A comment as the console's JSON (openapi.json: Item).
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "appeals/appeals.hpp"
#include "casebook/reader.hpp"
#include "console/claims.hpp"
#include "console/open_reports.hpp"
#include "feed/article.hpp"

namespace moderato::gateway::console {

[[nodiscard]] std::string text_of(Time time);                     // RFC 3339
[[nodiscard]] boost::json::value or_null(std::string_view text);  // null for ""

// What others know of a comment.
struct Beside {
  std::optional<Claim> claim{};
  std::optional<Appeal> appeal{};
  OpenReports::Of reports{};
  std::optional<ArticleFacts> article{};
};
[[nodiscard]] boost::json::object item_json(const casebook::Case& one, const Beside& beside);

// `reasons` of a verdict, without those of filters on trial; their spans are bytes of `text` there, and UTF-16 here.
// Without the text they have none.
[[nodiscard]] boost::json::array reasons_json(std::string_view reasons, const std::optional<std::string_view>& text);

[[nodiscard]] boost::json::object claim_json(const Claim& claim);  // {site, id, by, until}
[[nodiscard]] boost::json::object counts_json(const casebook::AuthorCounts& counts);
// At most so many UTF-16 units, whole characters.
[[nodiscard]] std::string_view cut(std::string_view text, std::size_t units);

}  // namespace moderato::gateway::console
