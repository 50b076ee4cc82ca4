#include "dataset.hpp"

#include <xxhash.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <unordered_set>

#include "moderato/text/fold.hpp"

namespace moderato::civility {
namespace {

std::string unescaped(std::string_view field) {
  std::string text;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      text += field[i];
      continue;
    }
    const char c = field[++i];
    text += c == 'n' ? '\n' : c == 't' ? '\t' : c;
  }
  return text;
}

std::vector<std::string_view> fields(std::string_view line) {
  std::vector<std::string_view> all;
  for (;;) {
    const auto tab = line.find('\t');
    all.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return all;
    line.remove_prefix(tab + 1);
  }
}

std::uint64_t hash(const Example& example) {
  return XXH3_64bits(example.folded.data(), example.folded.size());
}

void read_file(const std::filesystem::path& file, const text::Folder& folder, Dataset& dataset) {
  std::ifstream in{file};
  if (!in) throw std::runtime_error("can't read " + file.string());
  const std::size_t source = dataset.sources.size();
  dataset.sources.push_back(file.stem().string());
  text::Folded folded;
  std::string line;
  std::getline(in, line);
  for (std::size_t number = 2; std::getline(in, line); ++number) {
    const auto parts = fields(line);
    const auto wrong = [&](const std::string& what) {
      throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": " + what);
    };
    if (parts.size() < attribute_count + 2) wrong("expected a text, seven labels and a split, separated by tabs");
    Example example;
    for (std::size_t a = 0; a < attribute_count; ++a) {
      const std::string_view label = parts[a + 1];
      if (!label.empty() && label != "0" && label != "1")
        wrong("expected 0, 1 or nothing for " + std::string{attributes[a]});
      example.labels[a] = label.empty() ? Label::unknown : label == "1" ? Label::yes : Label::no;
    }
    example.text = unescaped(parts[0]);
    folder.fold(example.text, folded);
    if (folded.text.empty()) continue;
    example.folded = folded.text;
    example.split = parts[attribute_count + 1];
    example.source = source;
    example.line = number;
    const std::uint64_t share = dataset.sources.back() == natural_source ? 50 : 10;
    example.held_out = hash(example) % 100 < share;
    dataset.examples.push_back(std::move(example));
  }
}

}  // namespace

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder, std::string_view extension) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{folder})
    if (entry.path().extension() == extension) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  if (files.empty()) throw std::runtime_error("no " + std::string{extension} + " files in " + folder.string());
  return files;
}

Dataset read_dataset(const std::filesystem::path& folder) {
  Dataset dataset;
  const text::Folder folder_of_text;
  for (const auto& file : files_of(folder, ".tsv")) read_file(file, folder_of_text, dataset);

  std::unordered_set<std::uint64_t> held_out;
  for (const Example& example : dataset.examples)
    if (example.held_out) held_out.insert(hash(example));
  for (Example& example : dataset.examples) example.held_out = held_out.contains(hash(example));
  return dataset;
}

}  // namespace moderato::civility
