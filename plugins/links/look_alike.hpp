// Domains made to be taken for others: "pаypal.com" with a Cyrillic letter, "paypa1.com", "paypal.com.evil.example".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain.hpp"

namespace moderato::links {

// Immutable after construction; thread-safe.
class LookAlikes {
 public:
  // `known`: names as Domains::name makes them. Throws std::runtime_error without ICU's data.
  explicit LookAlikes(const std::vector<Name>& known);
  ~LookAlikes();
  LookAlikes(const LookAlikes&) = delete;
  LookAlikes& operator=(const LookAlikes&) = delete;

  // The domain that `name` looks like; empty if it mixes alphabets without looking like a known one. Nothing for an
  // honest name, of any alphabet.
  [[nodiscard]] std::optional<std::string> likeness(const Name& name) const;

 private:
  struct Tables;
  std::unique_ptr<const Tables> tables_;
};

}  // namespace moderato::links
