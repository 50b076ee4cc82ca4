#include "token_source.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "instant.hpp"
#include "key_file.hpp"
#include "member_cache.hpp"
#include "token_keys.hpp"

namespace moderato::membership {
namespace {

namespace json = boost::json;

constexpr std::size_t largest_token = 16'384;  // bytes; web servers refuse headers of that size

struct TokenSettings {
  std::string audience;  // empty: not checked
  std::string issuer;    // empty: not checked
  std::chrono::microseconds leeway{0};
  // The names of the claims; an empty one isn't looked for.
  std::string subject;
  std::string status;
  std::string role;
  std::string expires_at;
};

// What a genuine token says; good for `author` between two moments.
struct Verified {
  std::string author;
  Member member;
  Time from = Time::min();
  Time until = Time::max();
};

Member refused(std::string_view why) {
  Member member;
  member.why = why;
  return member;
}

std::optional<std::string> text(const json::object& claims, std::string_view name) {
  const auto* value = name.empty() ? nullptr : claims.if_contains(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (value->is_string()) return std::string{value->get_string()};
  return json::serialize(*value);  // numbers: an id, Unix seconds
}

std::optional<Time> moment(const json::object& claims, std::string_view name) {
  const auto* value = claims.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return from_unix(value->to_number<double>());
}

// A claim that is one string or a list of them (RFC 7519, 4.1.3; roles are commonly written so too).
std::vector<std::string> list(const json::object& claims, std::string_view name) {
  std::vector<std::string> found;
  const auto* value = name.empty() ? nullptr : claims.if_contains(name);
  if (value == nullptr) return found;
  if (value->is_string()) found.emplace_back(value->get_string());
  if (value->is_array())
    for (const json::value& entry : value->get_array())
      if (entry.is_string()) found.emplace_back(entry.get_string());
  return found;
}

std::optional<json::object> parse_object(std::string_view encoded) {
  const auto decoded = decode_base64url(encoded);
  if (!decoded) return std::nullopt;
  json::error_code error;
  json::value parsed = json::parse(*decoded, error);
  if (error || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.get_object());
}

class TokenSource final : public Source {
 public:
  TokenSource(TokenKeys keys, TokenSettings settings, const Reading& reading, const CacheSettings& cache)
      : keys_(std::move(keys)), settings_(std::move(settings)), reading_(reading), cache_(cache.entries, cache.seed) {}

  Member find(const Comment& comment) override {
    const std::string_view token = comment.author_token();
    if (token.empty()) return refused("there is no sign-in token");
    if (token.size() > largest_token) return refused("the sign-in token is too long");

    const std::string key = digest(token);
    auto verified = cache_.find(key, std::chrono::steady_clock::now());
    if (!verified) {
      std::string_view why;
      verified = verify(token, why);
      if (!verified) return refused(why);
      // A signature stays good; the token's own times are checked at every use.
      cache_.put(key, *verified, std::chrono::steady_clock::time_point::max());
    }
    const Time now = comment.now();
    if (verified->author != comment.author_id()) return refused("the sign-in token is somebody else's");
    if (now >= verified->until) return refused("the sign-in token has expired");
    if (now < verified->from) return refused("the sign-in token is not valid yet");
    return verified->member;
  }

 private:
  static std::string digest(std::string_view token) {
    std::string hash(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    if (EVP_Digest(token.data(), token.size(), reinterpret_cast<unsigned char*>(hash.data()), &size, EVP_sha256(),
                   nullptr) != 1)
      throw std::runtime_error("OpenSSL can't compute a SHA-256");
    hash.resize(size);
    return hash;
  }

  std::optional<Verified> verify(std::string_view token, std::string_view& why) const {
    why = "the sign-in token is broken";
    const std::size_t first = token.find('.');
    const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto signature = decode_base64url(token.substr(second + 1));
    if (!signature) return std::nullopt;
    why = "the sign-in token's signature does not hold";
    if (signature->empty() || !keys_.verify(token.substr(0, second), *signature)) return std::nullopt;

    // From here on it is the issuer who speaks.
    const auto header = parse_object(token.substr(0, first));
    const auto claims = parse_object(token.substr(first + 1, second - first - 1));
    why = "the sign-in token is broken";
    if (!header || !claims) return std::nullopt;
    why = "the sign-in token is of a kind that is not taken here";
    if (text(*header, "alg") != to_string(keys_.algorithm()) || header->contains("crit")) return std::nullopt;
    return judge(*claims, why);
  }

  std::optional<Verified> judge(const json::object& claims, std::string_view& why) const {
    Verified verified;
    why = "the sign-in token is for another audience";
    // RFC 7519, 4.1.3: a token that names its audience is only for those it names.
    if (!settings_.audience.empty() || claims.contains("aud")) {
      const auto audiences = list(claims, "aud");
      if (std::find(audiences.begin(), audiences.end(), settings_.audience) == audiences.end()) return std::nullopt;
    }
    why = "the sign-in token is from another issuer";
    if (!settings_.issuer.empty() && text(claims, "iss") != settings_.issuer) return std::nullopt;
    why = "the sign-in token does not say when it expires";
    const auto expires = moment(claims, "exp");
    if (!expires) return std::nullopt;
    verified.until = *expires < Time::max() - settings_.leeway ? *expires + settings_.leeway : Time::max();
    why = "the sign-in token is broken";
    if (claims.contains("nbf")) {
      const auto from = moment(claims, "nbf");
      if (!from) return std::nullopt;
      verified.from = *from > Time::min() + settings_.leeway ? *from - settings_.leeway : Time::min();
    }
    why = "the sign-in token does not say whose it is";
    auto subject = text(claims, settings_.subject);
    if (!subject || subject->empty()) return std::nullopt;
    verified.author = *std::move(subject);
    verified.member = reading_.member(row(claims));
    return verified;
  }

  Row row(const json::object& claims) const {
    Row row;
    row.status = settings_.status.empty() ? std::optional<std::string>{"active"} : text(claims, settings_.status);
    row.expires_at = text(claims, settings_.expires_at);
    row.roles = list(claims, settings_.role);
    return row;
  }

  TokenKeys keys_;
  TokenSettings settings_;
  const Reading& reading_;
  MemberCache<Verified> cache_;
};

TokenSettings read_settings(Options& options) {
  TokenSettings settings;
  settings.audience = options.string("audience", "");
  settings.issuer = options.string("issuer", "");
  settings.leeway =
      options.duration("leeway", std::chrono::seconds{60}, std::chrono::seconds{0}, std::chrono::hours{1});
  settings.subject = options.string("claims.subject", "sub");
  settings.status = options.string("claims.status", "status");
  settings.role = options.string("claims.role", "role");
  settings.expires_at = options.string("claims.expires_at", "expires_at");
  if (settings.subject.empty()) options.refuse("claims.subject", "is empty, but a token must say whose it is");
  return settings;
}

}  // namespace

std::unique_ptr<Source> make_token_source(Options& options, const Reading& reading, const CacheSettings& cache) {
  const auto algorithm = static_cast<Algorithm>(options.choice("algorithm", 0, {"HS256", "RS256", "EdDSA"}));
  TokenSettings settings = read_settings(options);
  const std::string path = options.path("key_file", "");
  if (path.empty()) {
    options.refuse("key_file", "is missing: name the file that holds the secret (HS256) or the public key");
    return nullptr;
  }
  try {
    const std::string file = algorithm == Algorithm::hs256 ? read_secret(path) : read_key_file(path);
    try {
      return std::make_unique<TokenSource>(TokenKeys{algorithm, file}, std::move(settings), reading, cache);
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(path + " " + error.what());
    }
  } catch (const std::runtime_error& error) {
    options.refuse("key_file", error.what());
    return nullptr;
  }
}

}  // namespace moderato::membership
