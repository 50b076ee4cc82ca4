#include "chain/isolation/arena.hpp"

#include <fcntl.h>
#include <sys/mman.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace moderato::isolation {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

void Unmap::operator()(char* base) const {
  ::munmap(base, bytes);
}

Arena::Arena(Fd memory, std::size_t request_bytes, std::size_t answer_bytes)
    : memory_(std::move(memory)), request_bytes_(request_bytes), answer_bytes_(answer_bytes) {
  const std::size_t bytes = head_bytes + request_bytes + answer_bytes;
  void* base = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory_.get(), 0);
  if (base == MAP_FAILED) fail("mmap");
  base_ = {static_cast<char*>(base), Unmap{bytes}};
}

Arena Arena::make(std::size_t request_bytes, std::size_t answer_bytes) {
  Fd memory{::memfd_create("moderato-filter", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
  if (!memory) fail("memfd_create");
  if (::ftruncate(memory.get(), static_cast<off_t>(head_bytes + request_bytes + answer_bytes)) != 0) fail("ftruncate");
  if (::fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) fail("F_ADD_SEALS");
  return {std::move(memory), request_bytes, answer_bytes};
}

Arena Arena::open(Fd memory, std::size_t request_bytes, std::size_t answer_bytes) {
  return {std::move(memory), request_bytes, answer_bytes};
}

}  // namespace moderato::isolation
