// A disk that fails as told, under SQLite's feet: while it exists it is the default VFS, in front of the real one.
//
// It knows of each file what has been synced and what has only been written. So it can cut the power: what was synced
// is there afterwards; of what was not, any part may be, sector by sector. After a sync that failed nobody knows what
// it wrote, and syncing again does not help: only writing again does.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace moderato {

enum class Fault : std::uint8_t {
  write_error,  // nothing of it is written
  short_write,  // a part of it is
  full,         // SQLITE_FULL, nothing is written
  sync_error,
  read_error,
  kill,  // the process ends in the middle of the operation: nothing it asks for after that is done
};

class FaultyDisk {
 public:
  explicit FaultyDisk(std::uint64_t seed);
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;
  ~FaultyDisk();

  // The `after`th operation from now on that it can befall, and `times` in all, will fail so.
  void plan(Fault fault, std::int64_t after, std::int64_t times = 1);
  void heal() { planned_ = false; }
  // From now on syncs are promised and not done.
  void forget_syncs() { forgetful_ = true; }

  [[nodiscard]] bool killed() const { return killed_; }
  void kill() { killed_ = true; }
  // A new process begins, on what the old one wrote. All connections must be closed.
  void start_again();
  // The same, after the machine has lost its power.
  void start_after_power_cut();

 private:
  friend struct FaultyFile;
  friend struct FaultyVfs;

  struct Change {  // written or cut off, and not synced
    std::int64_t offset = 0;
    std::vector<std::uint8_t> bytes;
    bool truncates = false;
    bool doubtful = false;  // a sync that failed may have written it or not; syncs that follow skip it
  };
  struct Image {
    std::vector<std::uint8_t> synced;
    std::vector<Change> changes;                       // in order
    bool exists = false;                               // now
    bool synced_exists = false;                        // after a power cut
    std::optional<std::vector<std::uint8_t>> removed;  // a file of this name, which may be back after a power cut
  };

  [[nodiscard]] bool befalls(Fault fault);  // is due, now
  int write(Image& image, std::span<const std::uint8_t> bytes, std::int64_t offset, sqlite3_file* real);
  int truncate(Image& image, std::int64_t size, sqlite3_file* real);
  int sync(Image& image);
  void sync_folder();
  int remove(const char* path, bool sync_folder);
  static void apply(const Change& change, std::vector<std::uint8_t>& to);
  void forget(Change& change, std::vector<std::uint8_t>& to);

  std::mt19937_64 random_;
  sqlite3_vfs* real_;
  sqlite3_vfs vfs_{};
  std::map<std::string, Image> images_;
  bool planned_ = false;
  Fault fault_ = Fault::write_error;
  std::int64_t after_ = 0;
  std::int64_t times_ = 0;
  bool forgetful_ = false;
  bool killed_ = false;
};

}  // namespace moderato
