#include "async/cancellation.hpp"

namespace signalbox {

Cancellation::Hook::Hook(Cancellation& owner, void (*run)(void*), void* self) : run_{run}, self_{self} {
    if (owner.requested()) {
        run_(self_);
        return;
    }
    owner_ = &owner;
    next_ = owner.first_;
    if (next_ != nullptr) next_->previous_ = this;
    owner.first_ = this;
}

Cancellation::Hook::~Hook() { unlink(); }

void Cancellation::Hook::unlink() {
    if (owner_ == nullptr) return;
    (previous_ != nullptr ? previous_->next_ : owner_->first_) = next_;
    if (next_ != nullptr) next_->previous_ = previous_;
    owner_ = nullptr;
    next_ = previous_ = nullptr;
}

Cancellation::Cancellation(Cancellation& parent) : parent_{&parent} {
    link_.emplace(
        parent,
        [](void* self) {
            auto& child = *static_cast<Cancellation*>(self);
            child.request(child.parent_->reason());
        },
        this);
}

Cancellation::~Cancellation() {
    while (first_ != nullptr) first_->unlink();
}

void Cancellation::request(Errc reason) {
    if (reason_) return;
    reason_ = reason;
    while (first_ != nullptr) {
        auto* hook = first_;
        hook->unlink();
        hook->run_(hook->self_);
    }
}

}  // namespace signalbox
