// Names for comments and authors that come without any: under a key of our own, so that nobody can try e-mail addresses
// against what is published.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "akismet/check.hpp"
#include "comment/result.hpp"

namespace moderato::gateway::akismet {

// HMAC-SHA256 with 32 random bytes that are made once and kept in the gateway's store; where that is lost, all are
// others from then on. Immutable, so any thread may ask.
class Pseudonyms {
 public:
  // Errors: those of open_store.
  [[nodiscard]] static Result<Pseudonyms> open(const std::filesystem::path& store);

  // Of a comment: the same for its check, when that comes again, and for its submission as spam or ham. By the article,
  // the author, and the text's essence.
  [[nodiscard]] std::string comment(std::string_view site, const Check& check) const;
  // "user-17" of one who is logged in. Else one of the e-mail address, without it of the name, without it of the
  // address.
  [[nodiscard]] std::string author(std::string_view site, const Check& check) const;
  // What is given out for a key where one asks for a token. It opens nothing.
  [[nodiscard]] std::string token(std::string_view key) const;

 private:
  using Key = std::array<std::uint8_t, 32>;
  explicit Pseudonyms(const Key& key) : key_(key) {}

  Key key_;
};

}  // namespace moderato::gateway::akismet
