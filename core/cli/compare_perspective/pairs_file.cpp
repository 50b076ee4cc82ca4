#include "cli/compare_perspective/pairs_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <utility>

#include "cli/compare_perspective/comment_source.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

Error cannot_write(const std::string& name) {
  return {"cli.cannot_write", name + " can't be written: " + std::strerror(errno)};
}

std::uint64_t key_of(const ScoredComment& comment) {
  return XXH3_64bits_withSeed(comment.text.data(), comment.text.size(),
                              XXH3_64bits(comment.language.data(), comment.language.size()));
}

json::object object_of(const Scores& scores) {
  json::object object;
  for (std::size_t i = 0; i < attribute_count; ++i)
    if (scores[i]) object[perspective_attributes[i]] = std::round(*scores[i] * 1e6) / 1e6;
  return object;
}

// Where the last whole line ends.
Result<::off_t> end_of_lines(int fd, const std::string& name) {
  ::off_t end = ::lseek(fd, 0, SEEK_END);
  if (end < 0) return cannot_write(name);
  for (char last = 0; end > 0; --end) {
    if (::pread(fd, &last, 1, end - 1) != 1) return cannot_write(name);
    if (last == '\n') break;
  }
  return end;
}

}  // namespace

Result<PairsFile> PairsFile::open(const std::string& name) {
  PairsFile pairs{File{::open(name.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR)}};
  const int fd = pairs.file_.fd();
  struct stat status {};
  if (fd < 0 || ::fstat(fd, &status) != 0) return cannot_write(name);
  if (!S_ISREG(status.st_mode)) return Error{"cli.cannot_write", name + " is no file"};
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0)
    return Error{"cli.in_use", name + " is in use: another moderato compare-perspective may be running"};
  if (auto read = pairs.read(name); !read) return read.error();
  return pairs;
}

Result<void> PairsFile::read(const std::string& name) {
  auto source = CommentSource::open(file_, {});
  if (!source) return Error{source.error().code, name + ": " + source.error().message};
  if (source->is_csv()) return Error{"cli.bad_input", name + " is no file of pairs; take another for --pairs"};
  while (const auto comment = source->next()) known_.insert(key_of(*comment));
  if (source->failure()) return Error{source->failure()->code, name + ": " + source->failure()->message};

  // Nothing is changed before it is sure that the file is ours.
  const auto end = end_of_lines(file_.fd(), name);
  if (!end) return end.error();
  const bool cut_short = *end != ::lseek(file_.fd(), 0, SEEK_END);
  if (source->bad_lines() > (cut_short ? 1U : 0U))
    return Error{"cli.bad_input", name + ", " + source->first_bad() + "; take another file for --pairs, or mend it"};
  if (cut_short && source->bad_lines() == 0) return write_all(file_.fd(), "\n");
  if (cut_short && ::ftruncate(file_.fd(), *end) != 0) return cannot_write(name);
  return {};
}

bool PairsFile::has(const ScoredComment& comment) const {
  return known_.contains(key_of(comment));
}

Result<void> PairsFile::append(const ScoredComment& comment) {
  if (auto written = write_all(file_.fd(), pair_line(comment)); !written) return written.error();
  known_.insert(key_of(comment));
  return {};
}

std::string pair_line(const ScoredComment& comment) {
  json::object line;
  if (!comment.id.empty()) line["id"] = comment.id;
  line["text"] = comment.text;
  if (!comment.language.empty()) line["language"] = comment.language;
  line["perspective"] = object_of(comment.perspective);
  line["moderato"] = object_of(comment.moderato);
  if (!comment.refused.empty()) line["refused"] = comment.refused;
  return json::serialize(line) + "\n";
}

}  // namespace moderato::cli
