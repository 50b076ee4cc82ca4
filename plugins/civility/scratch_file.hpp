// A file of a test's own, gone at its end.
#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace moderato::civility {

class ScratchFile {
 public:
  explicit ScratchFile(const std::string& content) {
    std::random_device random;
    path_ = std::filesystem::temp_directory_path() /
            ("civility-" + std::to_string(random()) + std::to_string(random()) + ".model");
    std::ofstream{path_, std::ios::binary} << content;
  }
  ~ScratchFile() { std::filesystem::remove(path_); }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace moderato::civility
