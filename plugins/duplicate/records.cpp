#include "records.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace moderato::duplicate {

Records::Records(std::size_t count, const std::filesystem::path& folder)
    : slots_((count + 2 * at_once - 1) / at_once * at_once), latest_(at_once) {
  std::string name = (folder / "moderato-duplicate-XXXXXX").string();
  file_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (file_ < 0)
    throw std::system_error(errno, std::generic_category(), "records: can't make a file in " + folder.string());
  ::unlink(name.c_str());
}

Records::~Records() {
  ::close(file_);
}

void Records::put(std::uint64_t number, const Record& record) {
  Record& latest = latest_[number % at_once];
  latest = record;
  latest.number = static_cast<std::uint32_t>(number);
  if (number % at_once != at_once - 1) return;
  const std::size_t bytes = at_once * sizeof(Record);
  const auto at = static_cast<off_t>(place(number - (at_once - 1)));
  if (::pwrite(file_, latest_.data(), bytes, at) != static_cast<ssize_t>(bytes)) lost_ += at_once;
}

void Records::forget(std::uint64_t number) {
  const Record none;
  Record& latest = latest_[number % at_once];
  if (latest.number == static_cast<std::uint32_t>(number)) latest = none;
  if (::pwrite(file_, &none, sizeof none, static_cast<off_t>(place(number))) != static_cast<ssize_t>(sizeof none))
    ++lost_;
}

std::optional<Record> Records::get(std::uint64_t number) const {
  Record record = latest_[number % at_once];
  const auto low = static_cast<std::uint32_t>(number);
  if (record.number != low &&
      ::pread(file_, &record, sizeof record, static_cast<off_t>(place(number))) != static_cast<ssize_t>(sizeof record))
    return {};
  if (record.number != low || record.sampled > Record::most_sampled) return {};
  return record;
}

}  // namespace moderato::duplicate
