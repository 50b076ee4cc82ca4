#include "faulty_disk.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <new>
#include <stdexcept>
#include <utility>

namespace moderato {

namespace {

constexpr std::size_t sector = 512;
constexpr int tracked = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;

}  // namespace

// What SQLite holds of an open file; the real VFS's own part follows behind it.
struct FaultyFile {
  sqlite3_file base;
  FaultyDisk* disk;
  FaultyDisk::Image* image;  // null for temporary files: they are left alone
  bool syncs_folder;         // with its first sync: a log or a journal, which may be new (os_unix.c: UNIXFILE_DIRSYNC)

  static FaultyFile& of(sqlite3_file* file) { return *reinterpret_cast<FaultyFile*>(file); }
  static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(&of(file) + 1); }
  static const sqlite3_io_methods& real_methods(sqlite3_file* file) { return *real(file)->pMethods; }

  static int close(sqlite3_file* file) { return real_methods(file).xClose(real(file)); }

  static int read(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
    FaultyFile& self = of(file);
    if (self.image != nullptr && (self.disk->killed_ || self.disk->befalls(Fault::read_error))) {
      return SQLITE_IOERR_READ;
    }
    return real_methods(file).xRead(real(file), into, size, offset);
  }

  static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
    FaultyFile& self = of(file);
    if (self.image == nullptr) return real_methods(file).xWrite(real(file), data, size, offset);
    return self.disk->write(*self.image, {static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size)},
                            offset, real(file));
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    FaultyFile& self = of(file);
    if (self.image == nullptr) return real_methods(file).xTruncate(real(file), size);
    return self.disk->truncate(*self.image, size, real(file));
  }

  static int sync(sqlite3_file* file, int /*flags*/) {
    FaultyFile& self = of(file);
    if (self.image == nullptr) return SQLITE_OK;
    const int code = self.disk->sync(*self.image);
    if (code == SQLITE_OK && std::exchange(self.syncs_folder, false)) self.disk->sync_folder();
    return code;
  }

  static int size(sqlite3_file* file, sqlite3_int64* size) { return real_methods(file).xFileSize(real(file), size); }
  static int lock(sqlite3_file* file, int level) { return real_methods(file).xLock(real(file), level); }
  static int unlock(sqlite3_file* file, int level) { return real_methods(file).xUnlock(real(file), level); }
  static int reserved(sqlite3_file* file, int* out) { return real_methods(file).xCheckReservedLock(real(file), out); }
  // Hints about size and overwriting would go round the images.
  static int control(sqlite3_file* file, int what, void* argument) {
    if (what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_NOTFOUND;
    return real_methods(file).xFileControl(real(file), what, argument);
  }
  static int sector_size(sqlite3_file* /*file*/) { return static_cast<int>(sector); }
  // What SQLite takes every disk under Unix for: a write spoils nothing beside it.
  static int characteristics(sqlite3_file* /*file*/) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }
  static int map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    return real_methods(file).xShmMap(real(file), region, size, extend, out);
  }
  static int shared_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real_methods(file).xShmLock(real(file), offset, count, flags);
  }
  static void barrier(sqlite3_file* file) { real_methods(file).xShmBarrier(real(file)); }
  static int unmap(sqlite3_file* file, int remove) { return real_methods(file).xShmUnmap(real(file), remove); }
};

struct FaultyVfs {
  static FaultyDisk& disk(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
    static constexpr sqlite3_io_methods methods{
        .iVersion = 2,
        .xClose = FaultyFile::close,
        .xRead = FaultyFile::read,
        .xWrite = FaultyFile::write,
        .xTruncate = FaultyFile::truncate,
        .xSync = FaultyFile::sync,
        .xFileSize = FaultyFile::size,
        .xLock = FaultyFile::lock,
        .xUnlock = FaultyFile::unlock,
        .xCheckReservedLock = FaultyFile::reserved,
        .xFileControl = FaultyFile::control,
        .xSectorSize = FaultyFile::sector_size,
        .xDeviceCharacteristics = FaultyFile::characteristics,
        .xShmMap = FaultyFile::map,
        .xShmLock = FaultyFile::shared_lock,
        .xShmBarrier = FaultyFile::barrier,
        .xShmUnmap = FaultyFile::unmap,
        .xFetch = nullptr,
        .xUnfetch = nullptr,
    };
    FaultyDisk& self = disk(vfs);
    file->pMethods = nullptr;
    if (self.killed_) return SQLITE_CANTOPEN;
    FaultyFile& opened = *new (file) FaultyFile{};
    const int code = self.real_->xOpen(self.real_, path, FaultyFile::real(file), flags, out);
    if (code != SQLITE_OK) return code;
    opened.disk = &self;
    if (path != nullptr && (flags & tracked) != 0) {
      opened.image = &self.images_[path];
      opened.image->exists = true;
      if ((flags & SQLITE_OPEN_MAIN_DB) != 0) {
        opened.image->synced_exists = true;  // made beforehand
      } else {
        opened.syncs_folder = (flags & SQLITE_OPEN_CREATE) != 0;
      }
    }
    opened.base.pMethods = &methods;
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* path, int sync) { return disk(vfs).remove(path, sync != 0); }
  static int access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
    return disk(vfs).real_->xAccess(disk(vfs).real_, path, flags, out);
  }
  static int full_path(sqlite3_vfs* vfs, const char* path, int size, char* out) {
    return disk(vfs).real_->xFullPathname(disk(vfs).real_, path, size, out);
  }
  static int randomness(sqlite3_vfs* vfs, int size, char* out) {
    return disk(vfs).real_->xRandomness(disk(vfs).real_, size, out);
  }
  static int sleep(sqlite3_vfs* /*vfs*/, int microseconds) { return microseconds; }
  static int time(sqlite3_vfs* vfs, sqlite3_int64* now) {
    return disk(vfs).real_->xCurrentTimeInt64(disk(vfs).real_, now);
  }
  static int last_error(sqlite3_vfs* /*vfs*/, int /*size*/, char* /*out*/) { return 0; }
};

FaultyDisk::FaultyDisk(std::uint64_t seed) : random_(seed), real_(sqlite3_vfs_find(nullptr)) {
  vfs_.iVersion = 2;
  vfs_.szOsFile = static_cast<int>(sizeof(FaultyFile)) + real_->szOsFile;
  vfs_.mxPathname = real_->mxPathname;
  vfs_.zName = "faulty";
  vfs_.pAppData = this;
  vfs_.xOpen = FaultyVfs::open;
  vfs_.xDelete = FaultyVfs::remove;
  vfs_.xAccess = FaultyVfs::access;
  vfs_.xFullPathname = FaultyVfs::full_path;
  vfs_.xRandomness = FaultyVfs::randomness;
  vfs_.xSleep = FaultyVfs::sleep;
  vfs_.xGetLastError = FaultyVfs::last_error;
  vfs_.xCurrentTimeInt64 = FaultyVfs::time;
  if (sqlite3_vfs_register(&vfs_, 1) != SQLITE_OK) throw std::runtime_error("SQLite takes no VFS");
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&vfs_);
  sqlite3_vfs_register(real_, 1);
}

void FaultyDisk::plan(Fault fault, std::int64_t after, std::int64_t times) {
  planned_ = true;
  fault_ = fault;
  after_ = after;
  times_ = times;
}

bool FaultyDisk::befalls(Fault fault) {
  if (!planned_ || fault != fault_ || --after_ > 0) return false;
  if (--times_ == 0) planned_ = false;
  return true;
}

int FaultyDisk::write(Image& image, std::span<const std::uint8_t> bytes, std::int64_t offset, sqlite3_file* real) {
  if (killed_ || befalls(Fault::write_error)) return SQLITE_IOERR_WRITE;
  if (befalls(Fault::full)) return SQLITE_FULL;
  int result = SQLITE_OK;
  const bool dies = befalls(Fault::kill);
  if (dies || befalls(Fault::short_write)) {
    bytes = bytes.first(random_() % (bytes.size() + 1));
    result = SQLITE_IOERR_WRITE;
  }
  killed_ = dies;
  if (bytes.empty()) return result;
  // What may or may not have reached the disk is out of doubt where it is written over.
  std::vector<Change> kept;
  for (Change& change : image.changes) {
    const std::int64_t end = offset + static_cast<std::int64_t>(bytes.size());
    const std::int64_t its_end = change.offset + static_cast<std::int64_t>(change.bytes.size());
    if (!change.doubtful || change.truncates || its_end <= offset || change.offset >= end) {
      kept.push_back(std::move(change));
      continue;
    }
    const auto part = [&](std::int64_t from, std::int64_t to) {
      if (from >= to) return;
      const auto begin = change.bytes.begin() + (from - change.offset);
      kept.push_back({from, {begin, begin + (to - from)}, false, true});
    };
    part(change.offset, offset);
    part(end, its_end);
  }
  image.changes = std::move(kept);
  image.changes.push_back({offset, {bytes.begin(), bytes.end()}, false, false});
  const int code = real->pMethods->xWrite(real, bytes.data(), static_cast<int>(bytes.size()), offset);
  return code != SQLITE_OK ? code : result;
}

int FaultyDisk::truncate(Image& image, std::int64_t size, sqlite3_file* real) {
  if (killed_ || befalls(Fault::write_error)) return SQLITE_IOERR_TRUNCATE;
  if (befalls(Fault::kill)) {
    killed_ = true;
    return SQLITE_IOERR_TRUNCATE;
  }
  image.changes.push_back({size, {}, true, false});
  return real->pMethods->xTruncate(real, size);
}

int FaultyDisk::sync(Image& image) {
  if (killed_) return SQLITE_IOERR_FSYNC;
  if (befalls(Fault::kill)) {
    killed_ = true;
    if (random_() % 2 == 0) return SQLITE_IOERR_FSYNC;  // before it; else after it
  } else if (befalls(Fault::sync_error)) {
    for (Change& change : image.changes) change.doubtful = !change.truncates;
    return SQLITE_IOERR_FSYNC;
  }
  if (!forgetful_) {
    for (const Change& change : image.changes) {
      if (!change.doubtful) apply(change, image.synced);
    }
    std::erase_if(image.changes, [](const Change& change) { return !change.doubtful; });
  }
  return killed_ ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

void FaultyDisk::sync_folder() {
  if (forgetful_) return;
  for (auto& [path, image] : images_) {
    image.removed.reset();
    image.synced_exists = image.exists;
  }
}

int FaultyDisk::remove(const char* path, bool sync_folder) {
  if (killed_) return SQLITE_IOERR_DELETE;
  if (befalls(Fault::kill)) {
    killed_ = true;
    return SQLITE_IOERR_DELETE;
  }
  if (const auto found = images_.find(path); found != images_.end()) {
    Image& image = found->second;
    std::optional<std::vector<std::uint8_t>> back;
    if (!sync_folder || forgetful_) back = image.synced_exists ? image.synced : std::move(image.removed);
    image = {};
    image.removed = std::move(back);
  }
  return real_->xDelete(real_, path, 0);
}

void FaultyDisk::apply(const Change& change, std::vector<std::uint8_t>& to) {
  const auto offset = static_cast<std::size_t>(change.offset);
  if (change.truncates) {
    to.resize(offset);
  } else {
    to.resize(std::max(to.size(), offset + change.bytes.size()));
    std::ranges::copy(change.bytes, to.begin() + change.offset);
  }
}

// All of it, nothing of it, or some sectors.
void FaultyDisk::forget(Change& change, std::vector<std::uint8_t>& to) {
  const auto fate = random_() % 3;
  if (fate == 0) return;
  if (fate == 1 || change.truncates) return apply(change, to);
  for (std::size_t begin = 0; begin < change.bytes.size();) {
    const std::size_t into = (static_cast<std::size_t>(change.offset) + begin) % sector;
    const std::size_t end = std::min(change.bytes.size(), begin + sector - into);
    if (random_() % 2 == 0) {
      apply({change.offset + static_cast<std::int64_t>(begin),
             {change.bytes.begin() + static_cast<std::ptrdiff_t>(begin),
              change.bytes.begin() + static_cast<std::ptrdiff_t>(end)}},
            to);
    }
    begin = end;
  }
}

void FaultyDisk::start_again() {
  killed_ = false;
  heal();
}

void FaultyDisk::start_after_power_cut() {
  start_again();
  for (auto& [path, image] : images_) {
    std::vector<std::uint8_t> bytes = image.synced;
    for (Change& change : image.changes) forget(change, bytes);
    bool exists = image.synced_exists || (image.exists && random_() % 2 == 0);
    if (image.removed && random_() % 2 == 0) {
      bytes = *image.removed;
      exists = true;
    }
    image = {.synced = bytes, .changes = {}, .exists = exists, .synced_exists = exists, .removed = {}};
    if (!exists) {
      image.synced.clear();
      std::filesystem::remove(path);
      continue;
    }
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file) throw std::runtime_error("cannot write " + path);
  }
}

}  // namespace moderato
