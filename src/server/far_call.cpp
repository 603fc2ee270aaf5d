#include "server/far_call.hpp"

namespace signalbox::server {

std::shared_ptr<FarCall> FarCall::make(net::Loop& loop, void (*run)(void*), void* self) {
    return std::shared_ptr<FarCall>{new FarCall{loop, run, self}};
}

void FarCall::ask() {
    if (asked_.exchange(true, std::memory_order_acq_rel)) return;
    loop_.post_from_anywhere([call = shared_from_this()] { call->run(); });
}

void FarCall::run() {
    asked_.store(false, std::memory_order_release);  // before: what is asked for from here on needs another run
    if (self_ != nullptr) run_(self_);
}

}  // namespace signalbox::server
