// `moderato ledger …`: works on the ledger's file itself, with or without a daemon.
#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include "cli/command.hpp"
#include "config/problem.hpp"

namespace moderato::cli::ledger {

// What all of them take.
struct FileOption {
  std::string file;
};
void declare_file(Command& command, FileOption& options);

// The file that was named, else the configuration's, else the default configuration's.
[[nodiscard]] std::variant<std::filesystem::path, Problems> file_of(const Globals& globals, const FileOption& options);
// Says what is wrong with the configuration, and gives the exit code for it.
ExitCode report(const Problems& problems);

// "1 decision", "2 decisions"
[[nodiscard]] std::string count(std::int64_t number, const std::string& thing);

void add_check(Command& parent, Chosen& chosen);
void add_repair(Command& parent, Chosen& chosen);
void add_backup(Command& parent, Chosen& chosen);
void add_export(Command& parent, Chosen& chosen);
void add_import(Command& parent, Chosen& chosen);

}  // namespace moderato::cli::ledger
