namespace Luciole.Files;

/// <summary>
/// Something the user can mend: a file, a key, a shape, a device. The message is one sentence that names it, says what was found,
/// what was expected and the mend. The command line prints it without a stack trace and exits with code 2.
/// </summary>
public class InputException : Exception
{
    /// <summary>Creates the error with its one-sentence message.</summary>
    public InputException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its one-sentence message and the failure that caused it (shown with <c>--verbose</c>).</summary>
    public InputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
