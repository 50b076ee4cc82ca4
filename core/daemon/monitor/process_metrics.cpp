#include "daemon/monitor/process_metrics.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace moderato {

void add_process_metrics(Families& to, std::chrono::system_clock::time_point started) {
  to.gauge("process_start_time_seconds", "When the process started, in seconds since 1970.",
           std::chrono::duration<double>(started.time_since_epoch()).count());
  rusage used{};
  if (::getrusage(RUSAGE_SELF, &used) == 0) {
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    to.counter("process_cpu_seconds_total", "Processor time used, in seconds.",
               seconds(used.ru_utime) + seconds(used.ru_stime));
  }
  std::size_t total = 0;
  std::size_t resident = 0;
  if (std::ifstream{"/proc/self/statm"} >> total >> resident) {
    const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
    to.gauge("process_virtual_memory_bytes", "Virtual memory, in bytes.", static_cast<double>(total) * page);
    to.gauge("process_resident_memory_bytes", "Resident memory, in bytes.", static_cast<double>(resident) * page);
  }
  std::error_code failed;
  const auto entries = [&](const char* folder) {
    std::filesystem::directory_iterator entry{folder, failed};
    double count = 0;
    for (; !failed && entry != std::filesystem::directory_iterator{}; entry.increment(failed)) ++count;
    return count;
  };
  if (const double count = entries("/proc/self/fd"); !failed)
    to.gauge("process_open_fds", "Open file descriptors.", count - 1);  // one was opened to count them
  if (const double count = entries("/proc/self/task"); !failed) to.gauge("process_threads", "Threads.", count);
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
    to.gauge("process_max_fds", "Most file descriptors that may be open.", static_cast<double>(limit.rlim_cur));
}

}  // namespace moderato
