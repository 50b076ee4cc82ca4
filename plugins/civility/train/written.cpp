#include "written.hpp"

#include <algorithm>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "identities.hpp"
#include "moderato/text/fold.hpp"

namespace moderato::civility {
namespace {

using Labels = std::array<Label, attribute_count>;

bool names(std::string_view attribute, std::string_view written) {
  return std::equal(attribute.begin(), attribute.end(), written.begin(), written.end(),
                    [](char a, char w) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a | 0x20) : a) == w; });
}

// Of "clean" or "threat, insult".
Labels labels_of(std::string_view written) {
  Labels labels;
  if (written == "clean") {
    labels.fill(Label::no);
    return labels;
  }
  labels.fill(Label::unknown);
  labels[0] = Label::yes;
  while (!written.empty()) {
    const std::string_view name = written.substr(0, written.find(", "));
    const auto found =
        std::find_if(attributes.begin(), attributes.end(), [&](std::string_view each) { return names(each, name); });
    if (found == attributes.end()) throw std::runtime_error("no attribute " + std::string{name});
    labels[static_cast<std::size_t>(found - attributes.begin())] = Label::yes;
    written.remove_prefix(std::min(written.size(), name.size() + 2));
  }
  return labels;
}

class Sentences {
 public:
  explicit Sentences(Dataset& dataset) : dataset_(dataset), source_(dataset.sources.size()) {
    dataset_.sources.emplace_back(written_source);
  }

  void add(const std::string& text, const Labels& labels) {
    folder_.fold(text, folded_);
    if (folded_.text.empty()) throw std::runtime_error("no word to learn from");
    dataset_.examples.push_back({text, folded_.text, labels, {}, source_, 0, false});
  }

  // With each of `words` in the place of `slot`; false when the text has no slot.
  bool expand(const std::string& text, std::string_view slot, std::span<const std::string_view> words,
              const Labels& labels) {
    const std::size_t at = text.find(slot);
    if (at == std::string::npos) return false;
    for (const std::string_view word : words) {
      std::string filled = text;
      add(filled.replace(at, slot.size(), word), labels);
    }
    return true;
  }

 private:
  Dataset& dataset_;
  std::size_t source_;
  text::Folder folder_;
  text::Folded folded_;
};

void read_file(const std::filesystem::path& file, Sentences& sentences) {
  std::ifstream in{file};
  if (!in) throw std::runtime_error("can't read " + file.string());
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    try {
      const std::size_t colon = line.find(": ");
      if (colon == std::string::npos) throw std::runtime_error("expected attributes, a colon and a sentence");
      const Labels labels = labels_of(std::string_view{line}.substr(0, colon));
      const std::string text = line.substr(colon + 2);
      if (!sentences.expand(text, "{group}", group_plurals(), labels) &&
          !sentences.expand(text, "{kind}", group_adjectives(), labels))
        sentences.add(text, labels);
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": " + error.what());
    }
  }
}

}  // namespace

void read_written(const std::filesystem::path& folder, Dataset& dataset) {
  Sentences sentences{dataset};
  for (const auto& file : files_of(folder, ".txt")) read_file(file, sentences);
}

}  // namespace moderato::civility
