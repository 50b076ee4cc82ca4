#include "token_source.hpp"

#include <openssl/evp.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "member_cache.hpp"
#include "moderato/token/token_check.hpp"

namespace moderato::membership {
namespace {

using token::Fault;

// The names of the claims; an empty one isn't looked for.
struct ClaimNames {
  std::string status;
  std::string role;
  std::string expires_at;
};

// What is remembered of a token that was checked.
struct Verified {
  std::string author;
  token::Validity validity;
  Member member;
};

Member refused(Fault why) {
  Member member;
  member.why = to_string(why);
  return member;
}

class TokenSource final : public Source {
 public:
  TokenSource(std::shared_ptr<const token::TokenCheck> check, ClaimNames names, const Reading& reading,
              const CacheSettings& cache)
      : check_(std::move(check)), names_(std::move(names)), reading_(reading), cache_(cache.entries, cache.seed) {}

  Member find(const Comment& comment) override {
    const std::string_view token = comment.author_token();
    if (token.empty()) return refused(Fault::missing);
    if (token.size() > token::largest_token) return refused(Fault::too_long);

    const std::string key = digest(token);
    auto verified = cache_.find(key, std::chrono::steady_clock::now());
    if (!verified) {
      auto checked = check_->verify(token);
      if (const Fault* fault = std::get_if<Fault>(&checked)) return refused(*fault);
      auto& genuine = std::get<token::Genuine>(checked);
      verified = Verified{std::move(genuine.subject), genuine.validity, reading_.member(row(genuine.claims))};
      // A signature stays good; the token's own times are checked at every use.
      cache_.put(key, *verified, std::chrono::steady_clock::time_point::max());
    }
    if (verified->author != comment.author_id()) return refused(Fault::not_theirs);
    if (const auto fault = verified->validity.fault_at(comment.now())) return refused(*fault);
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

  Row row(const token::Claims& claims) const {
    Row row;
    row.status = names_.status.empty() ? std::optional<std::string>{"active"} : claims.text(names_.status);
    row.expires_at = claims.text(names_.expires_at);
    row.roles = claims.list(names_.role);
    return row;
  }

  std::shared_ptr<const token::TokenCheck> check_;
  ClaimNames names_;
  const Reading& reading_;
  MemberCache<Verified> cache_;
};

}  // namespace

std::unique_ptr<Source> make_token_source(Options& options, const Reading& reading, const CacheSettings& cache) {
  ClaimNames names;
  names.status = options.string("claims.status", "status");
  names.role = options.string("claims.role", "role");
  names.expires_at = options.string("claims.expires_at", "expires_at");
  auto check = token::TokenCheck::read(options);
  if (check == nullptr) return nullptr;
  return std::make_unique<TokenSource>(std::move(check), std::move(names), reading, cache);
}

}  // namespace moderato::membership
