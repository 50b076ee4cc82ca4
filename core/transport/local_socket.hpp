// The file of an ipc:// address: who may open it, and what is done about one that is already there.
#pragma once

#include <string>
#include <zmq.hpp>

#include "comment/result.hpp"

namespace moderato {

// Whether `address` is that of a file ("ipc:///run/desk"; not "ipc://@abstract" or "ipc://*").
[[nodiscard]] bool has_file(const std::string& address);

// Binds `socket` to the `address` of a file that only those can open whom `mode` lets write (0600: its owner), from the
// moment it is there. A socket that a daemon left behind is replaced; one at which somebody listens, and a file of any
// other kind, stays. Files that other threads make meanwhile are for their owner alone: it changes the umask.
// Errors: transport.cannot_bind, with the cause alone. Throws zmq::error_t as zmq::socket_t::bind.
[[nodiscard]] Result<void> bind_file(zmq::socket_t& socket, const std::string& address, unsigned mode);

}  // namespace moderato
