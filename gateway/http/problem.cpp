#include "http/problem.hpp"

#include <boost/beast/http/status.hpp>
#include <boost/json/serialize.hpp>

namespace moderato::gateway::http {
namespace {

Response uncached(unsigned status, std::string_view type, const boost::json::value& value) {
  Response response{status, type, boost::json::serialize(value)};
  response.set("Cache-Control", "no-store").set("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace

Response json_response(unsigned status, const boost::json::value& value) {
  return uncached(status, "application/json", value);
}

Response Problem::response() const {
  boost::json::object members = more;
  members["type"] = type;
  const auto phrase = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  members["title"] = title.empty() ? std::string_view{phrase.data(), phrase.size()} : std::string_view{title};
  members["status"] = status;
  if (!code.empty()) members["code"] = code;
  if (!detail.empty()) members["detail"] = detail;
  return uncached(status, "application/problem+json", members);
}

}  // namespace moderato::gateway::http
