// A vocabulary that follows its file: an editor saves it and it counts, a moment later. While the file is bad or gone
// the last good words stay, and one warning says what to do.
#pragma once

#include <chrono>
#include <string>

#include "moderato/filter.hpp"
#include "moderato/text/fold.hpp"
#include "moderato/watched_files.hpp"
#include "vocabulary.hpp"

namespace moderato::civility {

// Thread-safe.
class VocabularyFile {
 public:
  using Held = WatchedFiles<Vocabulary>::Held;

  // Throws BadVocabulary or, when the file can't be read, std::runtime_error with a sentence. `folder` must outlive
  // this; `every` is for tests.
  VocabularyFile(const std::string& path, const text::Folder& folder, Host host,
                 std::chrono::milliseconds every = std::chrono::seconds{1});

  const Vocabulary& current(Held& held) const { return files_.current(held); }

 private:
  WatchedFiles<Vocabulary> files_;
};

}  // namespace moderato::civility
