#include "http_client/url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cstdint>

namespace moderato::gateway::http_client {
namespace {

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port > 0;
}

}  // namespace

std::variant<Url, std::string> parse_url(std::string_view text) {
  const auto parsed = boost::urls::parse_uri(boost::core::string_view{text.data(), text.size()});
  if (!parsed) return R"(a URL such as "https://www.example.org/hooks/moderato")";
  const boost::urls::url_view& url = *parsed;
  if (url.scheme_id() != boost::urls::scheme::http && url.scheme_id() != boost::urls::scheme::https)
    return "a URL that begins with https:// or http://";
  if (url.has_userinfo()) return "a URL without a user or a password";
  if (url.has_fragment()) return "a URL without a fragment (#)";
  if (url.host_type() == boost::urls::host_type::none || url.encoded_host().empty()) return "a URL that names a host";
  Url out;
  out.tls = url.scheme_id() == boost::urls::scheme::https;
  const std::string usual = out.tls ? "443" : "80";
  out.port = url.port().empty() ? usual : std::string{url.port()};
  if (!is_port(out.port)) return "a URL whose port is from 1 to 65535";
  out.host = url.host_address();
  out.authority = url.encoded_host();
  if (out.port != usual) out.authority += ":" + out.port;
  out.target = url.encoded_target();
  if (!out.target.starts_with('/')) out.target.insert(0, "/");
  return out;
}

}  // namespace moderato::gateway::http_client
