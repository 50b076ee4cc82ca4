#include "vocabulary_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace moderato::civility {
namespace {

constexpr std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// Throws std::runtime_error with a sentence.
std::string content_of(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0)
    throw std::runtime_error(path + ": can't be read (" + std::strerror(errno) +
                             "): put it there, or take `vocabulary` out of the configuration");
  // Opening a pipe would wait for whoever writes to it.
  if (!S_ISREG(found.st_mode)) throw std::runtime_error(path + ": is no file: name a text file");
  errno = 0;
  std::ifstream file{path, std::ios::binary};
  std::string content(Vocabulary::most_bytes + 1, '\0');
  if (file.is_open()) file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file.is_open() || file.bad())
    throw std::runtime_error(path + ": can't be read (" + (errno != 0 ? std::strerror(errno) : "unknown reason") +
                             "): let Moderato's user read it");
  content.resize(static_cast<std::size_t>(file.gcount()));
  return content;
}

}  // namespace

VocabularyFile::VocabularyFile(std::string path, const text::Folder& folder, Host host, std::chrono::milliseconds every)
    : path_(std::move(path)), folder_(folder), host_(host) {
  // Looked at before it is read: what changes meanwhile is noticed later.
  const State known = state();
  vocabulary_ = read();
  watcher_ = std::jthread{[this, known, every](const std::stop_token& stop) { watch(stop, known, every); }};
}

VocabularyFile::State VocabularyFile::state() const {
  struct stat found {};
  if (::stat(path_.c_str(), &found) != 0) return {.error = errno};
  return {.error = 0,
          .device = found.st_dev,
          .inode = found.st_ino,
          .size = found.st_size,
          .modified = nanoseconds(found.st_mtim),
          .changed = nanoseconds(found.st_ctim)};
}

std::shared_ptr<const Vocabulary> VocabularyFile::read() const {
  return std::make_shared<const Vocabulary>(content_of(path_), path_, folder_);
}

void VocabularyFile::renew(Held& held) const {
  const std::scoped_lock lock{mutex_};
  held.vocabulary = vocabulary_;
  held.version = version_.load(std::memory_order_relaxed);
}

void VocabularyFile::watch(const std::stop_token& stop, State known, std::chrono::milliseconds every) {
  State last = known;
  std::unique_lock lock{watch_mutex_};
  while (!stop.stop_requested()) {
    stopped_.wait_for(lock, stop, every, [] { return false; });
    if (stop.stop_requested()) return;
    const State now = state();
    if (now != known && now == last) {
      read_again();
      known = now;
    }
    last = now;
  }
}

void VocabularyFile::read_again() {
  try {
    auto vocabulary = read();
    const std::size_t size = vocabulary->size();
    {
      const std::scoped_lock lock{mutex_};
      vocabulary_.swap(vocabulary);
      version_.fetch_add(1, std::memory_order_release);
    }
    host_.log(Level::info, "civility: read " + path_ + " again, which has " + std::to_string(size) + " entries now");
  } catch (const BadVocabulary& error) {
    std::string more;
    if (error.count() > 1) more = " (and " + std::to_string(error.count() - 1) + " more)";
    host_.log(Level::warning, "civility: keeps the words it had, since " + error.mistakes().front() + more);
  } catch (const std::exception& error) {
    host_.log(Level::warning, std::string{"civility: keeps the words it had, since "} + error.what());
  }
}

}  // namespace moderato::civility
