#include "cli/new_plugin/project.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>

#include "cli/new_plugin/name.hpp"

namespace moderato::cli {
namespace {

namespace fs = std::filesystem;

Error cannot_read(const fs::path& file, const std::string& why) {
  return {"cli.cannot_read", file.string() + " can't be read: " + why};
}

Error cannot_write(const fs::path& file, const std::string& why) {
  return {"cli.cannot_write", file.string() + " can't be written: " + why};
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

class Writer {
 public:
  Writer(const fs::path& folder, std::string_view name) : folder_(folder), name_(name), class_(class_name(name)) {}

  Result<void> write_all_of(const fs::path& templates) {
    std::error_code failed;
    fs::recursive_directory_iterator at{templates, failed};
    for (; !failed && at != fs::recursive_directory_iterator{}; at.increment(failed))
      if (at->is_regular_file(failed))
        if (auto written = write(at->path(), at->path().lexically_relative(templates)); !written) return written;
    if (failed) return cannot_read(templates, failed.message());
    return {};
  }

  std::vector<fs::path> files() && {
    std::ranges::sort(files_);
    return std::move(files_);
  }

 private:
  std::string filled_in(std::string text) const {
    replace_all(text, "FILTER_NAME", name_);
    replace_all(text, "FilterName", class_);
    return text;
  }

  Result<void> write(const fs::path& source, const fs::path& relative) {
    std::ifstream in{source, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in) return cannot_read(source, "see its permissions");
    const fs::path file = filled_in(relative.string());
    std::error_code failed;
    fs::create_directories((folder_ / file).parent_path(), failed);
    if (failed) return cannot_write(folder_ / file, failed.message());
    std::ofstream out{folder_ / file, std::ios::binary};
    if (!(out << filled_in(text)) || !out.flush()) return cannot_write(folder_ / file, "is the disk full?");
    const auto runs = fs::status(source, failed).permissions() & fs::perms::owner_exec;
    if (runs != fs::perms::none)
      fs::permissions(folder_ / file, fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec,
                      fs::perm_options::add, failed);
    files_.push_back(file);
    return {};
  }

  fs::path folder_;
  std::string name_;
  std::string class_;
  std::vector<fs::path> files_;
};

}  // namespace

Result<std::vector<fs::path>> write_project(const fs::path& folder, std::span<const fs::path> templates,
                                            std::string_view name) {
  std::error_code failed;
  // Made, not just seen to be absent: whatever stands there, a dangling link too, is somebody's.
  if (!fs::create_directory(folder, failed)) {
    if (failed && failed != std::errc::file_exists) return cannot_write(folder, failed.message());
    return Error{"cli.exists", folder.string() + " is there already; choose another name or move it away"};
  }
  Writer writer{folder, name};
  for (const fs::path& each : templates)
    if (auto written = writer.write_all_of(each); !written) {
      fs::remove_all(folder, failed);
      return written.error();
    }
  return std::move(writer).files();
}

}  // namespace moderato::cli
