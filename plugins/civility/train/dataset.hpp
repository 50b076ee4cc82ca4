// Labelled comments for training and measuring, read from tab-separated files:
//   text  TOXICITY  SEVERE_TOXICITY  INSULT  PROFANITY  IDENTITY_ATTACK  THREAT  SEXUALLY_EXPLICIT  split  meta
// with a header line, labels 1, 0 or empty (unknown), and \n, \t, \\ escaped in the text.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "attributes.hpp"

namespace moderato::civility {

enum class Label : std::int8_t { unknown = -1, no = 0, yes = 1 };

struct Example {
  std::string text;
  std::string folded;
  std::array<Label, attribute_count> labels{};
  std::string split;  // the file's own grouping; the disguise, for obfuscated sets
  std::size_t source = 0;
  std::size_t line = 0;  // in the source's file, from 1, which is the header
  bool held_out = false;
};

struct Dataset {
  std::vector<std::string> sources;  // file names without ".tsv"
  std::vector<Example> examples;
};

// Reads the .tsv files of `folder` in the order of their names. A tenth of all texts, and half of those of
// `natural_source`, are held out: which ones depends on the text alone, and no held-out text is also trained on.
// Throws std::runtime_error naming file and line.
Dataset read_dataset(const std::filesystem::path& folder);

// Those of `folder` with `extension`, in the order of their names. Throws std::runtime_error when there are none.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder, std::string_view extension);

// Comments as they come in, about one in a hundred toxic: scores are calibrated on its held-out half.
inline constexpr std::string_view natural_source = "wiki_context_cat";

}  // namespace moderato::civility
