#include "webhooks/receiver.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cstdint>

#include "config/wording.hpp"

namespace moderato::gateway {
namespace {

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port > 0;
}

}  // namespace

std::variant<HookUrl, std::string> parse_hook_url(std::string_view text) {
  const auto parsed = boost::urls::parse_uri(boost::core::string_view{text.data(), text.size()});
  if (!parsed) return R"(a URL such as "https://www.example.org/hooks/moderato")";
  const boost::urls::url_view& url = *parsed;
  if (url.scheme_id() != boost::urls::scheme::http && url.scheme_id() != boost::urls::scheme::https)
    return "a URL that begins with https:// or http://";
  if (url.has_userinfo()) return "a URL without a user or a password: requests are signed";
  if (url.has_fragment()) return "a URL without a fragment (#)";
  if (url.host_type() == boost::urls::host_type::none || url.encoded_host().empty()) return "a URL that names a host";
  HookUrl out;
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

std::variant<Receiver, Problems> receiver_of(const WebhookSettings& settings) {
  Problems problems;
  Receiver receiver{settings, {}, {}};
  auto url = parse_hook_url(settings.url);
  if (const auto* expected = std::get_if<std::string>(&url)) {
    Problem problem = settings.place;
    problem.message += ": expected " + *expected + ", found " + in_quotes(settings.url);
    problems.push_back(std::move(problem));
  } else {
    receiver.url = std::get<HookUrl>(std::move(url));
  }
  for (const SecretSource& source : settings.secrets) {
    auto secret = source.read();
    if (auto* problem = std::get_if<Problem>(&secret)) {
      problems.push_back(std::move(*problem));
    } else if (auto key = SigningKey::from(std::get<Secret>(secret).reveal())) {
      receiver.keys.push_back(std::move(*key));
    } else {
      // What was found is a secret, even so.
      problems.push_back(source.place);
      problems.back().message += ": expected " + std::string{SigningKey::form} + ", found something else";
    }
  }
  if (!problems.empty()) return problems;
  return receiver;
}

}  // namespace moderato::gateway
