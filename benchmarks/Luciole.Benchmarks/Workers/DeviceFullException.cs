namespace Luciole.Benchmarks.Workers;

/// <summary>A worker's device had too little memory for an order; the worker has dropped it and takes others.</summary>
internal sealed class DeviceFullException : Exception
{
    public DeviceFullException()
        : base("The device's memory does not suffice.")
    {
    }
}
