// A daemon under measurement: a real moderatod in a folder of its own, on free ports.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

#include "corpus.hpp"
#include "support/temporary_folder.hpp"

namespace moderato::bench {

using moderato::testing::TemporaryFolder;

// A member database in which every author of the corpus is an active member.
void write_members(const std::filesystem::path& file, const Corpus& corpus);

// Where moderatod's own folders are, beside this program.
[[nodiscard]] std::filesystem::path build_folder();

class DaemonProcess {
 public:
  // Starts it with the three filters and waits until it answers. Throws std::runtime_error when it does not.
  explicit DaemonProcess(const Corpus& corpus);
  ~DaemonProcess();
  DaemonProcess(const DaemonProcess&) = delete;
  DaemonProcess& operator=(const DaemonProcess&) = delete;

  [[nodiscard]] std::string queue() const { return address(ports_[0]); }
  [[nodiscard]] std::string feed() const { return address(ports_[2]); }
  [[nodiscard]] std::string control() const { return address(ports_[3]); }
  [[nodiscard]] std::size_t resident_bytes() const;
  // Processor time used so far, user and system, in seconds, by the names of the daemon's threads.
  [[nodiscard]] std::map<std::string, double> cpu_seconds() const;

 private:
  static std::string address(int port) { return "tcp://127.0.0.1:" + std::to_string(port); }

  TemporaryFolder folder_;
  int ports_[4]{};
  pid_t pid_ = -1;
};

}  // namespace moderato::bench
