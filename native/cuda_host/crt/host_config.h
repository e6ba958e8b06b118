// What CUDA's compiler demands of a host compiler does not concern sources that it never sees.
#pragma once
