// What a filter made of files, following them: an editor saves one and it counts, a moment later.
//
//   moderato::WatchedFiles<Words> words{{path}, [path] { return std::make_shared<const Words>(read_file(path, 1 <<
//   20)); },
//                                       [](const Words* read, const std::exception* why) { ...log... }};
//   const Words& now = words.current(held);
//
// A thread of its own looks at the files once a second and reads them when one has changed and then stayed the same
// until the next look, so that a file that is still being written is not read half. While one is bad or gone the last
// good content stays. Nobody who judges comments waits for a disk.
#pragma once

#include <sys/stat.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <exception>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace moderato {

// All of a text file. Throws std::runtime_error with a sentence when it can't be read or has more than `most` bytes.
inline std::string read_file(const std::string& path, std::size_t most) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0)
    throw std::runtime_error(path + ": can't be read (" + std::strerror(errno) +
                             "): put it there, or take it out of the configuration");
  // Opening a pipe would wait for whoever writes to it.
  if (!S_ISREG(found.st_mode)) throw std::runtime_error(path + ": is no file: name a text file");
  errno = 0;
  std::ifstream file{path, std::ios::binary};
  std::string content;
  std::array<char, 65'536> piece{};
  while (content.size() <= most && file.read(piece.data(), piece.size()).gcount() > 0)
    content.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  if (!file.is_open() || file.bad())
    throw std::runtime_error(path + ": can't be read (" + (errno != 0 ? std::strerror(errno) : "unknown reason") +
                             "): let Moderato's user read it");
  if (content.size() > most)
    throw std::runtime_error(path + ": has more than " + std::to_string(most) + " bytes: make it smaller");
  return content;
}

// Thread-safe.
template <class Content>
class WatchedFiles {
 public:
  // Reads all the files. Throws what makes them unusable; its what() is a sentence.
  using Read = std::function<std::shared_ptr<const Content>()>;
  // Told from the watching thread after each change: the new content, or null, and why the old one stays.
  using Told = std::function<void(const Content* content, const std::exception* why)>;

  // What a caller keeps between calls, so that it needs a lock only after a change. For one thread at a time.
  struct Held {
    std::shared_ptr<const Content> content;  // empty before the first call
    std::uint64_t version = 0;               // of the content
  };

  // Throws what `read` throws. `every` is for tests. Without paths there is nothing to watch.
  WatchedFiles(std::vector<std::string> paths, Read read, Told told,
               std::chrono::milliseconds every = std::chrono::seconds{1})
      : paths_(std::move(paths)), read_(std::move(read)), told_(std::move(told)) {
    // Looked at before they are read: what changes meanwhile is noticed later.
    States known = states();
    content_ = read_();
    if (paths_.empty()) return;
    watcher_ = std::jthread{[this, known = std::move(known), every](const std::stop_token& stop) mutable {
      watch(stop, std::move(known), every);
    }};
  }
  ~WatchedFiles() = default;  // waits for a look at the files that is under way
  WatchedFiles(const WatchedFiles&) = delete;
  WatchedFiles& operator=(const WatchedFiles&) = delete;

  // The latest good content, until `held` is given to the next call. One atomic load when nothing changed.
  const Content& current(Held& held) const {
    if (held.version != version_.load(std::memory_order_acquire)) renew(held);
    return *held.content;
  }

 private:
  // What tells one state of a file from another.
  struct State {
    int error = 0;  // why it can't be looked at; then the rest is 0
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::int64_t modified = 0;  // nanoseconds
    std::int64_t changed = 0;
    friend bool operator==(const State&, const State&) = default;
  };
  using States = std::vector<State>;

  static constexpr std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
  }

  [[nodiscard]] States states() const {
    States all;
    for (const std::string& path : paths_) {
      struct stat found {};
      if (::stat(path.c_str(), &found) != 0) {
        all.push_back({.error = errno});
      } else {
        all.push_back({.error = 0,
                       .device = found.st_dev,
                       .inode = found.st_ino,
                       .size = found.st_size,
                       .modified = nanoseconds(found.st_mtim),
                       .changed = nanoseconds(found.st_ctim)});
      }
    }
    return all;
  }

  void renew(Held& held) const {
    const std::scoped_lock lock{mutex_};
    held.content = content_;
    held.version = version_.load(std::memory_order_relaxed);
  }

  void watch(const std::stop_token& stop, States known, std::chrono::milliseconds every) {
    States last = known;
    std::unique_lock lock{watch_mutex_};
    while (!stop.stop_requested()) {
      stopped_.wait_for(lock, stop, every, [] { return false; });
      if (stop.stop_requested()) return;
      States now = states();
      if (now != known && now == last) {
        read_again();
        known = now;
      }
      last = std::move(now);
    }
  }

  void read_again() {
    try {
      auto content = read_();
      const auto kept = content;
      {
        const std::scoped_lock lock{mutex_};
        content_.swap(content);
        version_.fetch_add(1, std::memory_order_release);
      }
      told_(kept.get(), nullptr);
    } catch (const std::exception& why) {
      told_(nullptr, &why);
    }
  }

  const std::vector<std::string> paths_;
  const Read read_;
  const Told told_;

  mutable std::mutex mutex_;
  std::shared_ptr<const Content> content_;
  std::atomic<std::uint64_t> version_{1};

  std::mutex watch_mutex_;
  std::condition_variable_any stopped_;
  std::jthread watcher_;  // last: it uses all of the above
};

}  // namespace moderato
