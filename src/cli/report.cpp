#include "cli/commands.hpp"
#include "wire/problem.hpp"

namespace signalbox::cli {

ExitCode report(Error const& error, bool json, Terminal& terminal) {
    if (json) {
        std::string body;
        wire::append_problem(body, error);
        terminal.out(body + "\n");
    } else if (error.code == Errc::cancelled) {
        terminal.err("interrupted\n");
    } else {
        terminal.err(painted(terminal, Colour::red, "error: " + harmless(error.detail)) + "\n");
    }
    return exit_code(error);
}

}  // namespace signalbox::cli
