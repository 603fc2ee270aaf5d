#include "analysis/weights.hpp"

// The file lies in the program as it lies in the source tree; WEIGHTS_FILE is its path.
__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    "signalbox_weights_begin:\n"
    ".incbin \"" WEIGHTS_FILE
    "\"\n"
    "signalbox_weights_end:\n"
    ".byte 0\n"
    ".previous\n");

extern "C" {
extern char const signalbox_weights_begin[];  // NOLINT(modernize-avoid-c-arrays)
extern char const signalbox_weights_end[];    // NOLINT(modernize-avoid-c-arrays)
}

namespace signalbox {

Weights built_in_weights() {
    return read_weights({signalbox_weights_begin, signalbox_weights_end}).value_or(Weights{});
}

}  // namespace signalbox
