#include "run.hpp"

#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/resource.h>

// A load generator that checks every answer; see options.hpp for what it can do.
int main(int count, char const* const* arguments) {
    std::string complaint;
    auto const options = load::read_options(count, arguments, complaint);
    if (!options) {
        std::fprintf(stderr, "load: cannot use %s\n%s", complaint.c_str(), load::usage);
        return 2;
    }
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_TIMERSLACK, 1000UL);
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);

    auto const request = load::request_bytes(*options);
    load::Run run{*options, request};
    auto& figures = run.go();
    std::fputs(figures.json().c_str(), stdout);
    return figures.errors == 0 ? 0 : 1;
}
