// A vocabulary that follows its file: an editor saves it and it counts, a moment later.
//
// A thread of its own looks at the file once a second and reads it when it has changed and then stayed the same until
// the next look, so that a file that is still being written is not read half. While the file is bad or gone the last
// good words stay, and one warning says what to do. Nobody who judges comments waits for a disk.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "moderato/filter.hpp"
#include "moderato/text/fold.hpp"
#include "vocabulary.hpp"

namespace moderato::civility {

// Thread-safe.
class VocabularyFile {
 public:
  // What a caller keeps between calls, so that it needs a lock only after a change. For one thread at a time.
  struct Held {
    std::shared_ptr<const Vocabulary> vocabulary;
    std::uint64_t version = 0;
  };

  // Throws BadVocabulary or, when the file can't be read, std::runtime_error with a sentence. `folder` must outlive
  // this; `every` is for tests.
  VocabularyFile(std::string path, const text::Folder& folder, Host host,
                 std::chrono::milliseconds every = std::chrono::seconds{1});
  ~VocabularyFile() = default;  // waits for a look at the file that is under way
  VocabularyFile(const VocabularyFile&) = delete;
  VocabularyFile& operator=(const VocabularyFile&) = delete;

  // The latest good words; good as long as `held` is not given to the next call. One atomic load when nothing changed.
  const Vocabulary& current(Held& held) const {
    if (held.version != version_.load(std::memory_order_acquire)) renew(held);
    return *held.vocabulary;
  }

 private:
  // What tells one state of the file from another.
  struct State {
    int error = 0;  // why it can't be looked at; then the rest is 0
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::int64_t modified = 0;  // nanoseconds
    std::int64_t changed = 0;
    friend bool operator==(const State&, const State&) = default;
  };

  [[nodiscard]] State state() const;
  [[nodiscard]] std::shared_ptr<const Vocabulary> read() const;
  void renew(Held& held) const;
  void watch(const std::stop_token& stop, State known, std::chrono::milliseconds every);
  void read_again();

  const std::string path_;
  const text::Folder& folder_;
  const Host host_;

  mutable std::mutex mutex_;
  std::shared_ptr<const Vocabulary> vocabulary_;
  std::atomic<std::uint64_t> version_{1};

  std::mutex watch_mutex_;
  std::condition_variable_any stopped_;
  std::jthread watcher_;  // last: it uses all of the above
};

}  // namespace moderato::civility
