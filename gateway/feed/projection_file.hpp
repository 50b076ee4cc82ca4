// The SQLite file of a projection: made, checked and opened. What is in it can be had again from the feed, so a file of
// another version is made anew, and a power cut may take the newest commits.
#pragma once

#include <sys/types.h>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "comment/result.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway {

// Which file it is.
struct ProjectionFile {
  std::string_view code;        // what its errors' codes begin with, and its setting's name: "read_model"
  std::string_view name;        // in sentences: "the read model"
  std::int64_t application_id;  // what file(1) and SQLite show
  std::int64_t version;         // of `tables`: raise it with every change to them
  mode_t mode;                  // who may read it
  int cache_kib;                // that each connection keeps
  const char* tables;           // SQL that makes them, and the table `position`
};

// For the writer: makes the file where there is none, and anew where it is of another version. Errors of both:
// CODE.cannot_open, CODE.not_ours.
[[nodiscard]] Result<sqlite::Database> open_to_write(const ProjectionFile& kind, const std::filesystem::path& file);

// For a reader, once a writer has opened it.
[[nodiscard]] Result<sqlite::Database> open_to_read(const ProjectionFile& kind, const std::filesystem::path& file);

// CODE.cannot_open.
[[nodiscard]] Error cannot_open(const ProjectionFile& kind, const std::filesystem::path& file, std::string_view why);

}  // namespace moderato::gateway
