// What `moderato` ends with. Scripts rely on these: they never change their meaning.
#pragma once

namespace moderato::cli {

enum class ExitCode : int {
  ok = 0,
  refused = 1,         // the daemon answered with an error, or did not take all it was given
  no_answer = 2,       // the daemon could not be reached within --timeout
  usage = 64,          // wrong arguments
  bad_data = 65,       // some input is no comment
  no_input = 66,       // an input file can't be read
  io_error = 74,       // output can't be written
  configuration = 78,  // the configuration can't be used
};

inline constexpr const char* exit_codes_help =
    "Exit codes: 0 done; 1 the daemon answered with an error or refused something; 2 no answer from the daemon within\n"
    "--timeout; 64 wrong arguments; 65 bad input data; 66 an input can't be read; 74 output can't be written;\n"
    "78 the configuration can't be used.";

}  // namespace moderato::cli
