namespace Luciole.Torch;

/// <summary>The operators that the typed methods use, by schema name; each is looked up at its first call.</summary>
internal static class Aten
{
    public static readonly Operator Empty = new("aten::empty", "memory_format");
    public static readonly Operator Zeros = new("aten::zeros");
    public static readonly Operator Ones = new("aten::ones");
    public static readonly Operator Full = new("aten::full");
    public static readonly Operator Arange = new("aten::arange");
    public static readonly Operator Rand = new("aten::rand");
    public static readonly Operator Randn = new("aten::randn");

    public static readonly Operator Add = new("aten::add", "Tensor");
    public static readonly Operator AddScalar = new("aten::add", "Scalar");
    public static readonly Operator AddInPlace = new("aten::add_", "Tensor");
    public static readonly Operator Sub = new("aten::sub", "Tensor");
    public static readonly Operator SubScalar = new("aten::sub", "Scalar");
    public static readonly Operator RSubScalar = new("aten::rsub", "Scalar");
    public static readonly Operator Mul = new("aten::mul", "Tensor");
    public static readonly Operator MulScalar = new("aten::mul", "Scalar");
    public static readonly Operator MulScalarInPlace = new("aten::mul_", "Scalar");
    public static readonly Operator Div = new("aten::div", "Tensor");
    public static readonly Operator DivScalar = new("aten::div", "Scalar");
    public static readonly Operator Neg = new("aten::neg");
    public static readonly Operator Abs = new("aten::abs");
    public static readonly Operator Sqrt = new("aten::sqrt");
    public static readonly Operator Square = new("aten::square");
    public static readonly Operator Exp = new("aten::exp");
    public static readonly Operator Sin = new("aten::sin");
    public static readonly Operator PowScalar = new("aten::pow", "Tensor_Scalar");
    public static readonly Operator Lerp = new("aten::lerp_", "Scalar");
    public static readonly Operator AddcmulInPlace = new("aten::addcmul_");
    public static readonly Operator AddcdivInPlace = new("aten::addcdiv_");
    public static readonly Operator Clamp = new("aten::clamp");

    public static readonly Operator MatMul = new("aten::matmul");
    public static readonly Operator Linear = new("aten::linear");
    public static readonly Operator Sum = new("aten::sum");
    public static readonly Operator SumAxes = new("aten::sum", "dim_IntList");
    public static readonly Operator Mean = new("aten::mean");
    public static readonly Operator MeanAxes = new("aten::mean", "dim");
    public static readonly Operator VarAxes = new("aten::var", "dim");
    public static readonly Operator Max = new("aten::max");
    public static readonly Operator Min = new("aten::min");
    public static readonly Operator IsFinite = new("aten::isfinite");
    public static readonly Operator All = new("aten::all");

    public static readonly Operator Reshape = new("aten::reshape");
    public static readonly Operator Permute = new("aten::permute");
    public static readonly Operator Transpose = new("aten::transpose", "int");
    public static readonly Operator Flatten = new("aten::flatten", "using_ints");
    public static readonly Operator Unsqueeze = new("aten::unsqueeze");
    public static readonly Operator Squeeze = new("aten::squeeze", "dim");
    public static readonly Operator Expand = new("aten::expand");
    public static readonly Operator Repeat = new("aten::repeat");
    public static readonly Operator Cat = new("aten::cat");
    public static readonly Operator Slice = new("aten::slice", "Tensor");
    public static readonly Operator Select = new("aten::select", "int");
    public static readonly Operator Unbind = new("aten::unbind", "int");
    public static readonly Operator Gather = new("aten::gather");
    public static readonly Operator Argsort = new("aten::argsort", "stable");
    public static readonly Operator Flip = new("aten::flip");
    public static readonly Operator Rot90 = new("aten::rot90");
    public static readonly Operator Contiguous = new("aten::contiguous");
    public static readonly Operator Clone = new("aten::clone");
    public static readonly Operator Detach = new("aten::detach");
    public static readonly Operator CopyInPlace = new("aten::copy_");
    public static readonly Operator SetData = new("aten::set_data");
    public static readonly Operator FillInPlace = new("aten::fill_", "Scalar");
    public static readonly Operator UniformInPlace = new("aten::uniform_");
    public static readonly Operator NormalInPlace = new("aten::normal_");
    public static readonly Operator ToType = new("aten::to", "dtype");
    public static readonly Operator ToDevice = new("aten::to", "device");

    public static readonly Operator Relu = new("aten::relu");
    public static readonly Operator ReluInPlace = new("aten::relu_");
    public static readonly Operator Elu = new("aten::elu");
    public static readonly Operator EluInPlace = new("aten::elu_");
    public static readonly Operator LeakyRelu = new("aten::leaky_relu");
    public static readonly Operator LeakyReluInPlace = new("aten::leaky_relu_");
    public static readonly Operator Silu = new("aten::silu");
    public static readonly Operator Gelu = new("aten::gelu");
    public static readonly Operator Sigmoid = new("aten::sigmoid");
    public static readonly Operator Tanh = new("aten::tanh");
    public static readonly Operator Softmax = new("aten::softmax", "int");
    public static readonly Operator Dropout = new("aten::dropout");
    public static readonly Operator Conv2d = new("aten::conv2d");
    public static readonly Operator ConvTranspose2d = new("aten::conv_transpose2d", "input");
    public static readonly Operator MaxPool2d = new("aten::max_pool2d");
    public static readonly Operator LayerNorm = new("aten::layer_norm");
    public static readonly Operator BatchNorm = new("aten::batch_norm");
    public static readonly Operator InstanceNorm = new("aten::instance_norm");
    public static readonly Operator GroupNorm = new("aten::group_norm");
    public static readonly Operator ScaledDotProductAttention = new("aten::scaled_dot_product_attention");
    public static readonly Operator MseLoss = new("aten::mse_loss");
    public static readonly Operator L1Loss = new("aten::l1_loss");
}
