#include "url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cstdint>

namespace moderato::external {
namespace {

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port > 0;
}

}  // namespace

std::variant<Url, std::string> parse_url(std::string_view text) {
  if (text.empty()) return "is missing: write where the service is, as \"http://127.0.0.1:8080/moderate\"";
  const auto parsed = boost::urls::parse_uri(boost::core::string_view{text.data(), text.size()});
  if (!parsed) return "is none: write it as \"http://127.0.0.1:8080/moderate\"";
  const boost::urls::url_view& url = *parsed;
  if (url.scheme_id() != boost::urls::scheme::http && url.scheme_id() != boost::urls::scheme::https)
    return "has to begin with http:// or https://";
  if (url.has_userinfo()) return "must not have a user or a password in it";
  if (url.host_type() == boost::urls::host_type::none || url.encoded_host().empty()) return "names no host";
  Url out;
  out.tls = url.scheme_id() == boost::urls::scheme::https;
  const std::string usual = out.tls ? "443" : "80";
  out.port = url.port().empty() ? usual : std::string{url.port()};
  if (!is_port(out.port)) return "has a port that is none";
  out.host = url.host_address();
  out.authority = url.encoded_host();
  if (out.port != usual) out.authority += ":" + out.port;
  out.target = url.encoded_target();
  if (!out.target.starts_with('/')) out.target.insert(0, "/");
  return out;
}

}  // namespace moderato::external
