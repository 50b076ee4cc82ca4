// Reads a vocabulary file (see vocabulary.hpp for what stands in one) and collects all that is wrong with it, in words
// for the editor who wrote it. For one file and one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "attributes.hpp"
#include "moderato/text/fold.hpp"
#include "moderato/text/phrases.hpp"
#include "vocabulary.hpp"

namespace moderato::civility {

class VocabularyReader {
 public:
  static constexpr std::size_t most_line_bytes = 20'000;
  static constexpr std::size_t most_entry_bytes = 200;

  // Both must outlive this.
  VocabularyReader(std::string_view name, const text::Folder& folder) : name_(name), folder_(folder) {}

  // Throws BadVocabulary after reading everything. Linear in the size of the file.
  void read(std::string_view content);

  // What was read: an entry for each phrase.
  [[nodiscard]] const std::vector<text::Phrases::Phrase>& phrases() const { return phrases_; }
  [[nodiscard]] const std::vector<Vocabulary::Entry>& entries() const { return entries_; }

 private:
  enum class Verb : std::uint8_t { raise, lower, ignore };
  struct Rule {
    Verb verb = Verb::ignore;
    std::array<bool, attribute_count> attributes{};
    double amount = 0;  // signed
  };
  using Lines = std::array<std::size_t, attribute_count + 1>;  // where each attribute was set, `ignore` last; or 0

  void line(std::string_view text);
  std::optional<Rule> rule(std::string_view head);
  bool attributes(const std::vector<std::string_view>& words, Rule& rule);
  void entry(std::string_view written, const Rule& rule);
  void apply(std::size_t at, std::string_view written, const Rule& rule);
  void mistake(std::string_view what);

  std::string_view name_;
  const text::Folder& folder_;
  std::size_t line_ = 0;
  std::vector<text::Phrases::Phrase> phrases_;
  std::vector<Vocabulary::Entry> entries_;
  std::vector<Lines> lines_;
  std::unordered_map<std::string, std::size_t> known_;  // by folded text, with the `*`
  std::vector<std::string> mistakes_;
  std::size_t mistake_count_ = 0;
  text::Folded folded_;
};

}  // namespace moderato::civility
