// The languages that comments may be in, and whether what was detected is one of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "known.hpp"
#include "moderato/filter.hpp"

namespace moderato::language {

// `open`: it can't be told.
enum class Judgement : std::uint8_t { allowed, foreign, open };

class Allowed {
 public:
  // Reads the option `allowed` and refuses what names no language.
  explicit Allowed(Options& options);

  // `detected` in `text`. `sure`: only what two witnesses agree on is foreign, see README.md.
  [[nodiscard]] Judgement judge(const text::Detected& detected, std::string_view text, bool sure) const;

  // What text::detect_language is to expect.
  [[nodiscard]] const std::string& expected() const { return expected_; }

  // "English, French and Russian", in the operator's order.
  [[nodiscard]] const std::string& names() const { return names_; }

 private:
  [[nodiscard]] bool has(std::string_view code) const;
  [[nodiscard]] bool has_script(text::Script script) const;
  [[nodiscard]] bool may_be_transliterated(const text::Detected& detected, std::string_view text) const;
  void add(const Known& language);

  std::vector<const Known*> languages_;
  std::vector<std::string_view> codes_;  // with their look-alikes
  std::string expected_;
  std::string names_;
};

}  // namespace moderato::language
