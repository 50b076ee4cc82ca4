#include "moderato/token/token_check.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <stdexcept>
#include <utility>

#include "moderato/token/key_file.hpp"
#include "moderato/unix_time.hpp"
#include "token/token_keys.hpp"

namespace moderato::token {

namespace json = boost::json;

struct Claims::Data {
  json::object object;
};

namespace {

struct Rules {
  std::string audience;  // empty: not checked
  std::string issuer;    // empty: not checked
  std::string subject;   // the claim's name
  std::chrono::microseconds leeway{0};
};

std::optional<json::object> parse_object(std::string_view encoded) {
  const auto decoded = decode_base64url(encoded);
  if (!decoded) return std::nullopt;
  json::error_code error;
  json::value parsed = json::parse(*decoded, error);
  if (error || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.get_object());
}

std::optional<Time> moment(const json::object& claims, std::string_view name) {
  const auto* value = claims.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return from_unix(value->to_number<double>());
}

class RealTokenCheck final : public TokenCheck {
 public:
  RealTokenCheck(TokenKeys keys, Rules rules) : keys_(std::move(keys)), rules_(std::move(rules)) {}

  std::variant<Genuine, Fault> verify(std::string_view token) const override {
    if (token.empty()) return Fault::missing;
    if (token.size() > largest_token) return Fault::too_long;
    const std::size_t first = token.find('.');
    const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos) return Fault::broken;
    const auto signature = decode_base64url(token.substr(second + 1));
    if (!signature) return Fault::broken;
    if (signature->empty() || !keys_.verify(token.substr(0, second), *signature)) return Fault::signature;

    // From here on it is the issuer who speaks.
    const auto header = parse_object(token.substr(0, first));
    auto claims = parse_object(token.substr(first + 1, second - first - 1));
    if (!header || !claims) return Fault::broken;
    const auto* algorithm = header->if_contains("alg");
    const bool same = algorithm != nullptr && algorithm->is_string() &&
                      std::string_view{algorithm->get_string()} == to_string(keys_.algorithm());
    if (!same || header->contains("crit")) return Fault::kind;
    return judge(std::move(*claims));
  }

 private:
  std::variant<Genuine, Fault> judge(json::object object) const {
    auto data = std::make_shared<const Claims::Data>(Claims::Data{std::move(object)});
    Genuine genuine{{}, {}, Claims{data}};
    const json::object& claims = data->object;
    // RFC 7519, 4.1.3: a token that names its audience is only for those it names.
    if (!rules_.audience.empty() || claims.contains("aud")) {
      const auto audiences = genuine.claims.list("aud");
      if (std::find(audiences.begin(), audiences.end(), rules_.audience) == audiences.end()) return Fault::audience;
    }
    if (!rules_.issuer.empty() && genuine.claims.text("iss") != rules_.issuer) return Fault::issuer;
    const auto expires = moment(claims, "exp");
    if (!expires) return Fault::no_expiry;
    genuine.validity.until = *expires < Time::max() - rules_.leeway ? *expires + rules_.leeway : Time::max();
    if (claims.contains("nbf")) {
      const auto from = moment(claims, "nbf");
      if (!from) return Fault::broken;
      genuine.validity.from = *from > Time::min() + rules_.leeway ? *from - rules_.leeway : Time::min();
    }
    auto subject = genuine.claims.text(rules_.subject);
    if (!subject || subject->empty()) return Fault::no_subject;
    genuine.subject = *std::move(subject);
    return genuine;
  }

  TokenKeys keys_;
  Rules rules_;
};

Rules read_rules(Options& options) {
  Rules rules;
  rules.audience = options.string("audience", "");
  rules.issuer = options.string("issuer", "");
  rules.leeway = options.duration("leeway", std::chrono::seconds{60}, std::chrono::seconds{0}, std::chrono::hours{1});
  rules.subject = options.string("claims.subject", "sub");
  if (rules.subject.empty()) options.refuse("claims.subject", "is empty, but a token must say whose it is");
  return rules;
}

}  // namespace

std::string_view to_string(Fault fault) {
  switch (fault) {
    case Fault::missing:
      return "there is no sign-in token";
    case Fault::too_long:
      return "the sign-in token is too long";
    case Fault::broken:
      return "the sign-in token is broken";
    case Fault::signature:
      return "the sign-in token's signature does not hold";
    case Fault::kind:
      return "the sign-in token is of a kind that is not taken here";
    case Fault::audience:
      return "the sign-in token is for another audience";
    case Fault::issuer:
      return "the sign-in token is from another issuer";
    case Fault::no_expiry:
      return "the sign-in token does not say when it expires";
    case Fault::no_subject:
      return "the sign-in token does not say whose it is";
    case Fault::not_theirs:
      return "the sign-in token is somebody else's";
    case Fault::expired:
      return "the sign-in token has expired";
    case Fault::too_early:
      return "the sign-in token is not valid yet";
  }
  return "";
}

std::optional<std::string> Claims::text(std::string_view name) const {
  const auto* value = name.empty() ? nullptr : data_->object.if_contains(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (value->is_string()) return std::string{value->get_string()};
  return json::serialize(*value);  // numbers: an id, Unix seconds
}

std::vector<std::string> Claims::list(std::string_view name) const {
  std::vector<std::string> found;
  const auto* value = name.empty() ? nullptr : data_->object.if_contains(name);
  if (value == nullptr) return found;
  if (value->is_string()) found.emplace_back(value->get_string());
  if (value->is_array())
    for (const json::value& entry : value->get_array())
      if (entry.is_string()) found.emplace_back(entry.get_string());
  return found;
}

std::optional<Fault> Validity::fault_at(Time now) const {
  if (now >= until) return Fault::expired;
  if (now < from) return Fault::too_early;
  return std::nullopt;
}

std::shared_ptr<const TokenCheck> TokenCheck::read(Options& options) {
  const auto algorithm = static_cast<Algorithm>(options.choice("algorithm", 0, {"HS256", "RS256", "EdDSA"}));
  Rules rules = read_rules(options);
  const std::string path = options.path("key_file", "");
  if (path.empty()) {
    options.refuse("key_file", "is missing: name the file that holds the secret (HS256) or the public key");
    return nullptr;
  }
  try {
    const std::string file = algorithm == Algorithm::hs256 ? read_secret(path) : read_key_file(path);
    try {
      return std::make_shared<const RealTokenCheck>(TokenKeys{algorithm, file}, std::move(rules));
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(path + " " + error.what());
    }
  } catch (const std::runtime_error& error) {
    options.refuse("key_file", error.what());
    return nullptr;
  }
}

}  // namespace moderato::token
