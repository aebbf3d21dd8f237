using System.Globalization;
using System.Net;

namespace WebhookTools.Listener.Limits;

/// <summary>Limits the connections in total and from one address. Thread-safe.</summary>
internal sealed class ConnectionLimits
{
    private const int AddressFraction = 8;
    private const int MinimumPerAddress = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<AddressKey, int> _byAddress = [];
    private readonly ClientAddress _clients;
    private readonly int _total;
    private readonly int _perAddress;
    private int _open;

    public ConnectionLimits(int total, int? perAddress, ClientAddress clients)
    {
        _total = total;
        _perAddress = perAddress ?? Math.Max(MinimumPerAddress, total / AddressFraction);
        _clients = clients;
    }

    /// <summary>Counts a connection, which must be returned by <see cref="Close"/>.</summary>
    /// <param name="problem">Why the connection is refused, for the operator, or an empty string.</param>
    /// <returns>False if the connection must be refused.</returns>
    public bool TryOpen(IPAddress? remote, out string problem)
    {
        lock (_gate)
        {
            if (_open >= _total)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"{_total} connections are open, the maximum in total");
                return false;
            }

            if (IsLimited(remote))
            {
                var address = AddressKey.Of(remote);
                int open = _byAddress.GetValueOrDefault(address);
                if (open >= _perAddress)
                {
                    problem = string.Create(CultureInfo.InvariantCulture, $"{_perAddress} connections from its address are open, the maximum for one address");
                    return false;
                }

                _byAddress[address] = open + 1;
            }

            _open++;
            problem = string.Empty;
            return true;
        }
    }

    public void Close(IPAddress? remote)
    {
        lock (_gate)
        {
            _open--;
            if (IsLimited(remote))
            {
                var address = AddressKey.Of(remote);
                if (--_byAddress[address] == 0)
                {
                    _byAddress.Remove(address);
                }
            }
        }
    }

    /// <summary>A trusted proxy connects for many clients.</summary>
    private bool IsLimited(IPAddress? remote) => remote is not null && !_clients.IsProxy(remote);
}
