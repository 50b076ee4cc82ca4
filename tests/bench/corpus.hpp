// The comments to measure with: real ones from a file, or made-up ones of about their length.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace moderato::bench {

struct Corpus {
  std::vector<std::string> frames;   // JSON
  std::vector<std::string> authors;  // each once
  std::vector<std::string> words;    // of the texts, as often as they stand there
  std::string name;                  // for the report
  double mean_text_bytes = 0;
};

// JSON Lines in Moderato's form. Throws std::runtime_error, naming the line, when one is no comment.
[[nodiscard]] Corpus read_corpus(const std::filesystem::path& file);

// `count` made-up comments: words drawn by Zipf's law from a small vocabulary, the lengths of news comments, a tenth of
// them replies. The same for the same count.
[[nodiscard]] Corpus make_corpus(std::size_t count);

// Comment number `i` of an endless stream: the corpus, then again and again its discussions with ids of their own and
// all texts' words drawn anew, as many a comment as before, so that the stream does not repeat itself.
[[nodiscard]] std::string nth_frame(const Corpus& corpus, std::size_t i);

}  // namespace moderato::bench
