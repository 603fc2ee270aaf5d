#include "options.hpp"
#include "server.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/prctl.h>
#include <sys/resource.h>

// A pretended LLM provider for tests and benchmarks; README.md lists what it can do.
int main(int count, char const* const* arguments) {
    std::string complaint;
    auto const options = fake::read_options(count, arguments, complaint);
    if (!options) {
        std::fprintf(stderr, "fake_provider: cannot use %s\n%s", complaint.c_str(), fake::usage);
        return 2;
    }
    if (options->help) {
        std::fputs(fake::usage, stdout);
        return 0;
    }
    if (options->die_with_parent) ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_TIMERSLACK, 1000UL);
    std::signal(SIGPIPE, SIG_IGN);
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);

    fake::Server server{*options};
    if (!server.listen(options->port)) {
        std::fprintf(stderr, "fake_provider: port %d: %s\n", options->port, std::strerror(errno));
        return 1;
    }
    std::printf("listening on 127.0.0.1:%d\n", server.port());
    std::fflush(stdout);
    server.run();
}
