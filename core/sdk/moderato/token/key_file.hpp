// Files that hold a secret or a key.
#pragma once

#include <string>

namespace moderato::token {

// The file's bytes. Throws std::runtime_error when it can't be read, is empty, or is larger than 64 KiB.
std::string read_key_file(const std::string& path);

// The same for a secret: without the line end that editors add. Throws also when everybody can read the file.
std::string read_secret(const std::string& path);

}  // namespace moderato::token
