// From where an address can be reached, judged by how it is written: nothing is resolved.
#pragma once

#include <string_view>

namespace moderato {

// True when only this machine can be behind `address`: ipc, inproc, and TCP to a loopback address (127.0.0.0/8, ::1,
// also written as an IPv6 address) or to "localhost", which names one wherever it is resolved (RFC 6761). What is in
// doubt, such as another name or an interface, counts as reached from elsewhere. Expects an address that
// expected_address takes.
[[nodiscard]] bool stays_on_this_machine(std::string_view address);

}  // namespace moderato
