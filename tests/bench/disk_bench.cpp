#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "measures.hpp"
#include "process.hpp"

namespace moderato::bench {

DiskSpeed measure_disk(double seconds) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds between{10};
  constexpr std::size_t commit_bytes = 200'000;    // 10 ms of comments at half load
  constexpr off_t file_bytes = 20 * commit_bytes;  // written over and over, as a log is
  const TemporaryFolder folder;
  const int file = ::open((folder.path() / "disk").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) throw std::runtime_error("cannot write to " + folder.path().string());
  const std::string bytes(commit_bytes, 'c');
  std::vector<double> milliseconds;
  const auto begin = Clock::now();
  bool written = true;
  for (off_t at = 0; written && Clock::now() - begin < std::chrono::duration<double>(seconds);) {
    const auto before = Clock::now();
    written =
        ::pwrite(file, bytes.data(), bytes.size(), at) == static_cast<ssize_t>(bytes.size()) && ::fdatasync(file) == 0;
    milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
    at = (at + static_cast<off_t>(commit_bytes)) % file_bytes;
    std::this_thread::sleep_until(before + between);
  }
  ::close(file);
  if (!written) throw std::runtime_error("cannot write to " + folder.path().string());
  std::sort(milliseconds.begin(), milliseconds.end());
  return {percentile(milliseconds, .99), milliseconds.back()};
}

}  // namespace moderato::bench
